for (const button of document.querySelectorAll('button[data-url]')) {
  button.addEventListener('click', async () => {
    const { url, method, body } = button.dataset
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, body ? { method, headers, body } : { method })
    if (response.ok) location.reload()
    else button.after(document.createTextNode(` ${await response.text()}`))
  })
}
