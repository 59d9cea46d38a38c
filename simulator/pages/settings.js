const form = document.getElementById('settings')
const saved = document.getElementById('saved')

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const changes = {}
  for (const input of form.querySelectorAll('input'))
    changes[input.name] = input.type === 'checkbox' ? input.checked : Number(input.value)
  const response = await fetch(form.dataset.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(changes),
  })
  saved.textContent = response.ok ? 'Saved.' : await response.text()
})
