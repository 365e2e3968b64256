// Prints one JSON line for each page: the median first paint in a fresh browser with a four times slower processor, and Lighthouse's scores.
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

const [site, ...paths] = process.argv.slice(2);
const ROUNDS = 11;
// Lighthouse's own advice: its score varies with the machine, so the median of several.
const RUNS = 3;
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox'] });

async function firstPaint(url) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const session = await page.createCDPSession();
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(url, { waitUntil: 'load' });
    return await page.evaluate(() => new Promise(seen => new PerformanceObserver(list => {
      for (const paint of list.getEntries()) if (paint.name === 'first-contentful-paint') seen(paint.startTime);
    }).observe({ type: 'paint', buffered: true })));
  } finally {
    await context.close();
  }
}

async function report(url) {
  const page = await browser.newPage();
  try {
    return (await lighthouse(url, { onlyCategories: ['performance', 'accessibility', 'best-practices'], logLevel: 'silent' }, undefined, page)).lhr;
  } finally {
    await page.close();
  }
}

try {
  for (const path of paths) {
    const paints = [];
    for (let round = 0; round < ROUNDS; round++) paints.push(await firstPaint(site + path));
    paints.sort((one, other) => one - other);
    const reports = [];
    for (let run = 0; run < RUNS; run++) reports.push(await report(site + path));
    reports.sort((one, other) => one.categories.performance.score - other.categories.performance.score);
    const lhr = reports[(RUNS - 1) / 2];
    console.log(JSON.stringify({
      path, paint: paints[(ROUNDS - 1) / 2], worst: paints[ROUNDS - 1], bytes: lhr.audits['total-byte-weight'].numericValue,
      performance: lhr.categories.performance.score * 100, accessibility: lhr.categories.accessibility.score * 100, practices: lhr.categories['best-practices'].score * 100,
    }));
  }
} finally {
  await browser.close();
}
