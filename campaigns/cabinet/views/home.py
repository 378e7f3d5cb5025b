"""The first page of the cabinet: what waits for me."""

from django.shortcuts import render

from campaigns.cabinet.base import cabinet_page
from campaigns.candidates import access


@cabinet_page(access.enters_cabinet)
def home(request):
    return render(request, "cabinet/home.html")
