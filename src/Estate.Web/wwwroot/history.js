// Draws what a device measured, one picture for each field.
(async () => {
  const place = document.getElementById('history');
  const answer = await fetch(place.dataset.url, { headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  const curves = await answer.json();
  for (const curve of curves) {
    const picture = place.appendChild(document.createElement('div'));
    picture.className = 'curve';
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', curve.field);
    const chart = echarts.init(picture);
    chart.setOption({
      animation: false,
      grid: { left: 60, right: 15, top: 35, bottom: 30 },
      legend: { type: 'scroll', show: curve.lines.length > 1 },
      xAxis: { type: 'time' },
      yAxis: { type: 'value', name: curve.field, scale: true },
      tooltip: { trigger: 'axis' },
      series: curve.lines.map(line => ({ type: 'line', name: line.name, showSymbol: line.points.length < 3, data: line.points })),
    });
    addEventListener('resize', () => chart.resize());
  }
  if (curves.length === 0) place.textContent = place.dataset.none;
  place.dataset.curves = String(curves.length);
})();
