const search = document.getElementById('search')
const options = [...document.querySelectorAll('[data-search]')]
const nobody = document.getElementById('nobody')

search.addEventListener('input', () => {
  const wanted = search.value.trim().toLowerCase()
  for (const option of options) option.hidden = !option.dataset.search.includes(wanted)
  nobody.hidden = options.some((option) => !option.hidden)
})
