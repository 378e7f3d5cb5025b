// Passkeys in the forms of the account pages: a button with data-passkey="create", "get" or "login" asks the
// browser for a credential, puts it into the form's hidden field and sends the form. Without support the buttons
// stay hidden and the other ways remain.

const supported = window.PublicKeyCredential?.parseCreationOptionsFromJSON !== undefined;

const givenOptions = () => JSON.parse(document.getElementById("passkey-options").textContent);

async function fetchedOptions(form) {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`options: ${response.status}`);
  return response.json();
}

async function create(form) {
  const { publicKey } = givenOptions().creation_options;
  const alone = form.elements.passwordless?.checked ?? false;
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

async function get({ request_options: { publicKey } }) {
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

const ceremonies = {
  create,
  get: () => get(givenOptions()),
  login: async (form) => get(await fetchedOptions(form)),
};

function prepare(button) {
  const { form } = button;
  const error = form.querySelector("[data-passkey-error]");
  button.hidden = false;
  form.querySelector("[data-passkey-missing]")?.setAttribute("hidden", "");
  button.addEventListener("click", async () => {
    error.hidden = true;
    try {
      const credential = await ceremonies[button.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (reason) {
      console.warn(reason);
      error.hidden = false;
    }
  });
}

if (supported) document.querySelectorAll("button[data-passkey]").forEach(prepare);
