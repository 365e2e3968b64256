using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using Estate.Adapters.Gpio;

namespace Estate.GpioDrivers;

/// <summary>A Wiegand reader on one of the drivers.</summary>
internal static class CardReader
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(30);

    internal static IDisposable Open(string driver, string device, (int Zeros, int Ones) wires, CardCount count) => driver switch
    {
        "kernel" => new OnStream(device, wires, count),
        "libgpiod2" => new OnCallbacks(new LibGpiodV2Driver(NumberOf(device)), wires, count),
        "libgpiod1" => new OnCallbacks(new LibGpiodDriver(NumberOf(device)), wires, count),
        _ => throw new ArgumentException($"there is no driver '{driver}'", nameof(driver)),
    };

    private static int NumberOf(string device) => int.Parse(device.AsSpan().TrimStart("/dev/gpiochip"), provider: null);

    /// <summary>As the gateway reads: both wires in one stream.</summary>
    private sealed class OnStream : IEdgeListener, IDisposable
    {
        private readonly EventLoop _loop = new(TimeProvider.System);
        private readonly KernelGpioDriver _driver;
        private readonly WireFrameAssembler _assembler;
        private readonly int _ones;

        internal OnStream(string device, (int Zeros, int Ones) wires, CardCount count)
        {
            _ones = wires.Ones;
            _assembler = new(Gap, frame => count.Add(frame.Bits, frame.Length), count.Discard);
            _driver = new(device, _loop);
            _driver.Watch([wires.Zeros, wires.Ones], PinBias.PullUp, PinEventTypes.Falling, this);
            _loop.Start();
        }

        public long? DueNs => _assembler.DueNs;

        public void Add(in LineEdge edge) => _assembler.Add(new(edge.TimestampNs, edge.Number, edge.Pin == _ones));

        public void Complete(long nowNs) => _assembler.Flush(nowNs);

        public void Dispose()
        {
            _loop.Dispose();
            _driver.Dispose();
        }
    }

    /// <summary>As the library offers it: a callback a line, without a time; its own clock is all that can cut frames.</summary>
    private sealed class OnCallbacks : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly GpioController _controller;
        private readonly CardCount _count;
        private readonly Timer _timer;
        private ulong _bits;
        private int _length;
        private long _last;

        internal OnCallbacks(GpioDriver driver, (int Zeros, int Ones) wires, CardCount count)
        {
            (_controller, _count) = (new(driver), count);
            _timer = new(_ => FinishIfOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            foreach (var (pin, bit) in new[] { (wires.Zeros, 0UL), (wires.Ones, 1UL) })
            {
                _controller.OpenPin(pin, PinMode.InputPullUp);
                _controller.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Falling, (_, _) => Add(bit));
            }
        }

        public void Dispose()
        {
            _timer.Dispose();
            _controller.Dispose();
        }

        private void Add(ulong bit)
        {
            lock (_lock)
            {
                FinishIfOver();
                (_bits, _length, _last) = (_bits << 1 | bit, _length + 1, TimeProvider.System.GetTimestamp());
                _timer.Change(Gap + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
        }

        private void FinishIfOver()
        {
            lock (_lock)
            {
                if (_length == 0 || TimeProvider.System.GetElapsedTime(_last) < Gap)
                    return;
                _count.Add(_bits, _length);
                (_bits, _length) = (0, 0);
            }
        }
    }
}
