// Asks the browser for a security key and puts its answer into the form, which the server then checks.
// Everything binary travels as base64url, as the server writes and reads it.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

function creation(options) {
  const user = { ...options.user, id: toBytes(options.user.id) };
  const excludeCredentials = withBytes(options.excludeCredentials);
  return { ...options, challenge: toBytes(options.challenge), user, excludeCredentials };
}

function request(options) {
  return { ...options, challenge: toBytes(options.challenge), allowCredentials: withBytes(options.allowCredentials) };
}

function told(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: toText(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = toText(answer[part]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response, clientExtensionResults };
}

async function ask() {
  const data = JSON.parse(document.getElementById("key-options").textContent);
  if (data.creation_options) {
    return navigator.credentials.create({ publicKey: creation(data.creation_options.publicKey) });
  }
  return navigator.credentials.get({ publicKey: request(data.request_options.publicKey) });
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-key]");
  if (!form) return;
  const problem = form.querySelector("[data-key-problem]");
  const unable = form.querySelector("[data-key-unable]");
  if (!window.PublicKeyCredential) {
    unable.hidden = false;
    return;
  }
  form.querySelector("button").addEventListener("click", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(told(await ask()));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
});
