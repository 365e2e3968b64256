// Draws the power of a session over its time; again every ten seconds while it lasts.
(() => {
  for (const place of document.querySelectorAll('.curve')) {
    const chart = echarts.init(place);
    const draw = async () => {
      const answer = await fetch(place.dataset.url, { headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const session = await answer.json();
      const points = session.watts.map((watt, i) => [session.started_at + i * session.step_s * 1000, watt]);
      chart.setOption({
        animation: false,
        grid: { left: 55, right: 15, top: 20, bottom: 30 },
        xAxis: { type: 'time' },
        yAxis: { type: 'value', name: 'W', min: 0 },
        tooltip: { trigger: 'axis' },
        series: [{ type: 'line', showSymbol: false, step: 'end', connectNulls: false, areaStyle: {}, data: points }],
      });
      place.dataset.points = String(points.length);
      if (!session.ended) setTimeout(draw, 10000);
    };
    draw();
    addEventListener('resize', () => chart.resize());
  }
})();
