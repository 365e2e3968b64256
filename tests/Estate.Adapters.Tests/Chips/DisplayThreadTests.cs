using System.Collections.Concurrent;
using Estate.Adapters.Chips;
using Xunit;

namespace Estate.Adapters.Tests.Chips;

public sealed class DisplayThreadTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public async Task A_display_goes_dark_when_stopped_during_a_write()
    {
        var chip = new RecordingDisplay();
        using var display = new DisplayThread("sign/entrance:display", () => chip, _time);
        var end = new Thread(display.Dispose);
        chip.Writing = text =>
        {
            if (text != "23")
                return;
            end.Start();
            // It waits for the thread that is here, so the end was told.
            SpinWait.SpinUntil(() => end.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        };
        display.Start();
        display.Show("23", TimeSpan.FromMinutes(1));
        await _time.UntilAsync(() => chip.IsClosed);
        Assert.Equal(["23", ""], chip.Written.SkipWhile(text => text.Length == 0));
        end.Join();
    }

    [Fact]
    public async Task A_repeated_text_is_written_again()
    {
        var chip = new RecordingDisplay();
        using var display = new DisplayThread("gate/s-gate:buzzer", () => chip, _time);
        display.Start();
        for (var times = 1; times <= 3; times++)
        {
            display.Show("accepted", TimeSpan.FromSeconds(2));
            await _time.UntilAsync(() => chip.Written.Count(text => text == "accepted") == times);
        }
        await _time.UntilAsync(() => chip.Written.Last().Length == 0);
        Assert.Equal(3, chip.Written.Count(text => text == "accepted"));
    }

    private sealed class RecordingDisplay : IDisplayChip
    {
        private volatile bool _isClosed;

        internal ConcurrentQueue<string> Written { get; } = new();

        internal Action<string> Writing { get; set; } = _ => { };

        internal bool IsClosed => _isClosed;

        public void Write(string text)
        {
            Writing(text);
            Written.Enqueue(text);
        }

        public void Dispose() => _isClosed = true;
    }
}
