using Microsoft.Playwright;

namespace Estate.Web.Tests.Browser;

/// <summary>How a page is drawn: measured, so that it is quick and says what is wrong.</summary>
internal static class Drawing
{
    private const int HighestHeader = 96;
    private static readonly int[] Widths = [1280, 390, 360];

    /// <returns>What is wrong with the page that is open, on a desk and on two phones.</returns>
    internal static async Task<IReadOnlyList<string>> ProblemsAsync(IPage page)
    {
        var found = new List<string>();
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            found.AddRange((await page.EvaluateAsync<string[]>(Measure, HighestHeader)).Select(one => $"at {width}: {one}"));
        }
        await page.SetViewportSizeAsync(Widths[0], 900);
        return found;
    }

    /// <summary>
    /// Lines of text of different elements that lie over each other; columns narrower than a word or a date in them, Chinese headers
    /// with a letter in a line; a page wider than the screen; a header that takes too much of it.
    /// </summary>
    private const string Measure =
        """
        highest => {
          const found = [], width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth > width) {
            const wide = [...document.querySelectorAll('body *')].find(one => one.getBoundingClientRect().right > width + 1
              && one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest('table, pre, .skip, .unseen'));
            found.push(`the page is ${document.documentElement.scrollWidth} wide: ${wide?.outerHTML.slice(0, 150) ?? 'a text'}`);
          }
          const header = document.querySelector('header.bar').getBoundingClientRect().height;
          if (header > highest) found.push(`the header is ${header} high`);
          const pen = document.createElement('canvas').getContext('2d');
          const lines = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.parentElement;
            if (!node.data.trim() || at.closest('svg, script, option, .unseen, .skip, .curve, .stack thead')
              || !at.checkVisibility({ visibilityProperty: true })) continue;
            range.selectNodeContents(node);
            for (const box of range.getClientRects())
              if (box.width > 1 && box.height > 1) lines.push({ node, box });
            const cell = at.closest('th, td');
            if (!cell) continue;
            const style = getComputedStyle(at), room = getComputedStyle(cell);
            const inner = cell.clientWidth - parseFloat(room.paddingLeft) - parseFloat(room.paddingRight);
            pen.font = style.font;
            // A line may end after a hyphen or a slash, except in a date.
            for (const [word] of node.data.matchAll(/\d{4}-\d\d-\d\d|[^\s\/\u3000-\uffef\u4e00-\u9fff-]{2,24}/g))
              if (!at.closest('code') && pen.measureText(word).width > inner + 1) found.push(`a column is narrower than '${word}'`);
            if (cell.matches('th') && /[\u4e00-\u9fff]{2}/.test(node.data)) {
              range.selectNodeContents(node);
              const rows = new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
              if (rows > 1 && node.data.trim().length / rows < 2) found.push(`'${node.data.trim()}' stands in ${rows} lines`);
            }
          }
          lines.sort((one, other) => one.box.top - other.box.top);
          for (let i = 0; i < lines.length; i++)
            for (let j = i + 1; j < lines.length && lines[j].box.top < lines[i].box.bottom; j++) {
              const one = lines[i], other = lines[j];
              const x = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
              // Boxes of lines are a little higher than their letters.
              const y = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
              if (one.node !== other.node && x > 2 && y > 0.4 * Math.min(one.box.height, other.box.height))
                found.push(`'${one.node.data.trim().slice(0, 40)}' lies over '${other.node.data.trim().slice(0, 40)}'`);
            }
          return [...new Set(found)];
        }
        """;
}
