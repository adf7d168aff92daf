// Passkeys: the browser is asked for one, and the form carries its answer to the server. Without
// this script the page says what to use in their place.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** Makes a passkey; gives what the server wants of it. */
async function make(form) {
  const options = JSON.parse(form.dataset.passkeyOptions);
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((each) => ({ ...each, id: toBytes(each.id) })),
  };
  const { rawId, response } = await navigator.credentials.create({ publicKey });
  return {
    id: toText(rawId),
    clientData: toText(response.clientDataJSON),
    attestation: toText(response.attestationObject),
  };
}

/** Shows a passkey; gives what the server wants of it. */
async function show(form) {
  const answer = await fetch(form.dataset.passkeyChallenge, { method: "POST" });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  const { step, options } = await answer.json();
  form.elements.step.value = step;
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  const { rawId, response } = await navigator.credentials.get({ publicKey });
  return {
    id: toText(rawId),
    clientData: toText(response.clientDataJSON),
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    userHandle: response.userHandle ? toText(response.userHandle) : "",
  };
}

function says(error) {
  if (error.name === "InvalidStateError") return "This device has a passkey for your account already.";
  if (error.name === "NotAllowedError") return "Nothing was done: it was stopped, or took too long. Try again.";
  return "The browser could not use a passkey. Try again, or use another way.";
}

/** Gives the form of a passkey to browsers that have them. */
export function initPasskey(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  const without = form.parentElement.querySelector("[data-passkey-without]");
  if (without) without.hidden = true;
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const sent = await (form.dataset.passkey === "make" ? make(form) : show(form));
      form.elements.passkey.value = JSON.stringify(sent);
      form.submit();
    } catch (error) {
      failed.textContent = says(error);
      failed.hidden = false;
    }
  });
}
