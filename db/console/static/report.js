// Choosing a figure shows where it comes from without moving the page; without this script the links do the same.
const show = (id, focus) => {
  document.querySelectorAll('.chosen').forEach(e => e.classList.remove('chosen'));
  const figure = document.getElementById(id);
  history.replaceState(null, '', '#' + id);
  if (!figure || !figure.classList.contains('figure')) return;
  figure.classList.add('chosen');
  for (const link of document.querySelectorAll(`mark a[href="#${id}"]`)) link.parentElement.classList.add('chosen');
  if (focus) figure.focus({preventScroll: true});
};
document.addEventListener('click', event => {
  const link = event.target.closest('mark a, a.back');
  if (!link) return;
  event.preventDefault();
  const id = link.hash.slice(1);
  if (link.closest('mark')) return show(id, true);
  const mark = document.querySelector(`mark a[href="#${id.replace('mark-', 'figure-')}"]`);
  if (mark) { show(id, false); mark.focus(); mark.scrollIntoView({block: 'center'}); }
});
addEventListener('keydown', event => { if (event.key === 'Escape') document.querySelector('.figure.chosen a.back')?.click(); });
addEventListener('load', () => {
  const id = location.hash.slice(1);
  const mark = /^figure-\d+$/.test(id) && document.querySelector(`mark a[href="#${id}"]`);
  if (mark) { show(id, false); mark.scrollIntoView({block: 'center'}); }
});
