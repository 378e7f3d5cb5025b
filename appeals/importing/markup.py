def from_html(html):
    return []
