using System.Collections.Concurrent;
using System.Device.Gpio;
using Estate.Adapters.Gpio;

namespace Estate.GpioDrivers;

/// <summary>What GpioController promises, on the kernel's simulated chip: LINE is moved and looked at through sysfs.</summary>
internal sealed class DriverCheck(string device, string sysfs, int line)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>So long is waited for what shall not come.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private int _failures;

    internal int Run()
    {
        using var loop = new EventLoop(TimeProvider.System);
        loop.Start();
        Check("a pin reads what is outside, and says so at once", Reads, loop);
        Check("a callback hears each edge once, in order, and none when it is taken away", Hears, loop);
        Check("a callback for rising edges hears no falling one", HearsOnlyWhatItAskedFor, loop);
        Check("waiting for an edge ends with it, or with the time", Waits, loop);
        Check("an output comes up as wanted, is driven, and becomes an input again", Drives, loop);
        Check("a pin that is held is refused as busy, and free after it is closed", IsExclusive, loop);
        Check("a bouncing line that is debounced is one edge", Debounces, loop);
        Check("an unknown pin is refused", RefusesUnknown, loop);
        return _failures == 0 ? 0 : 1;
    }

    private void Reads(EventLoop loop)
    {
        using var controller = Open(loop);
        controller.OpenPin(line, PinMode.InputPullUp);
        foreach (var high in (bool[])[true, false, true])
        {
            Pull(high);
            Expect(high, controller.Read(line) == PinValue.High);
        }
        Expect(PinMode.InputPullUp, controller.GetPinMode(line));
    }

    private void Hears(EventLoop loop)
    {
        using var controller = Open(loop);
        Pull(false);
        controller.OpenPin(line, PinMode.Input);
        var heard = new ConcurrentQueue<PinEventTypes>();
        void Hear(object sender, PinValueChangedEventArgs change) => heard.Enqueue(change.ChangeType);
        controller.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising | PinEventTypes.Falling, Hear);
        for (var i = 1; i <= 10; i++)
        {
            Pull(i % 2 == 1);
            Until(() => heard.Count == i);
        }
        Expect("Rising Falling Rising Falling Rising Falling Rising Falling Rising Falling", string.Join(' ', heard));
        controller.UnregisterCallbackForPinValueChangedEvent(line, Hear);
        Pull(true);
        Expect(false, SpinWait.SpinUntil(() => heard.Count > 10, Silence));
    }

    private void HearsOnlyWhatItAskedFor(EventLoop loop)
    {
        using var controller = Open(loop);
        Pull(false);
        controller.OpenPin(line, PinMode.Input);
        var (rising, all) = (0, 0);
        controller.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising, (_, _) => rising++);
        controller.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising | PinEventTypes.Falling, (_, _) => all++);
        for (var i = 1; i <= 4; i++)
        {
            Pull(i % 2 == 1);
            Until(() => all == i);
        }
        Expect(2, rising);
    }

    private void Waits(EventLoop loop)
    {
        using var controller = Open(loop);
        Pull(false);
        controller.OpenPin(line, PinMode.Input);
        Expect(true, controller.WaitForEvent(line, PinEventTypes.Rising, TimeSpan.FromMilliseconds(50)).TimedOut);
        using var later = new Timer(_ => Pull(true), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        var result = controller.WaitForEvent(line, PinEventTypes.Rising, Patience);
        Expect((false, PinEventTypes.Rising), (result.TimedOut, result.EventTypes));
    }

    private void Drives(EventLoop loop)
    {
        using var controller = Open(loop);
        Pull(false);
        controller.OpenPin(line, PinMode.Output, PinValue.High);
        Expect(true, IsHigh());
        controller.Write(line, PinValue.Low);
        Expect(false, IsHigh());
        controller.Toggle(line);
        Expect(true, IsHigh());
        controller.SetPinMode(line, PinMode.Input);
        // The simulated chip keeps the driven level until something outside moves.
        Pull(true);
        Pull(false);
        Expect(PinValue.Low, controller.Read(line));
        Refused<InvalidOperationException>(() =>
        {
            controller.SetPinMode(line, PinMode.Output);
            controller.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising, (_, _) => { });
        });
    }

    private void IsExclusive(EventLoop loop)
    {
        using var holder = Open(loop);
        using var other = Open(loop);
        holder.OpenPin(line, PinMode.Input);
        Expect(LibC.Busy, Refused<IOException>(() => other.OpenPin(line)).HResult);
        holder.ClosePin(line);
        other.OpenPin(line, PinMode.Output);
    }

    private void Debounces(EventLoop loop)
    {
        var driver = new KernelGpioDriver(device, loop);
        using var controller = new GpioController(driver);
        Pull(false);
        driver.Shape(line, new(PinBias.AsIs, TimeSpan.FromMilliseconds(30)));
        controller.OpenPin(line, PinMode.Input);
        var heard = 0;
        controller.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising | PinEventTypes.Falling, (_, _) => heard++);
        for (var i = 1; i <= 9; i++)
            Pull(i % 2 == 1);
        Until(() => heard > 0);
        Expect(false, SpinWait.SpinUntil(() => heard > 1, Silence));
    }

    private void RefusesUnknown(EventLoop loop)
    {
        using var controller = Open(loop);
        Expect(LibC.Invalid, Refused<IOException>(() => controller.OpenPin(controller.PinCount)).HResult);
        Refused<InvalidOperationException>(() => controller.Read(line));
    }

    private GpioController Open(EventLoop loop) => new(new KernelGpioDriver(device, loop));

    private void Pull(bool high) => File.WriteAllText($"{sysfs}/sim_gpio{line}/pull", high ? "pull-up" : "pull-down");

    private bool IsHigh() => File.ReadAllText($"{sysfs}/sim_gpio{line}/value").Trim() == "1";

    private static void Until(Func<bool> condition)
    {
        if (!SpinWait.SpinUntil(condition, Patience))
            throw new TimeoutException("it did not come");
    }

    private static TException Refused<TException>(Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException refusal)
        {
            return refusal;
        }
        throw new InvalidOperationException($"no {typeof(TException).Name}");
    }

    private static void Expect<TValue>(TValue expected, TValue actual)
    {
        if (!Equals(expected, actual))
            throw new InvalidOperationException($"expected {expected}, got {actual}");
    }

    private void Check(string what, Action<EventLoop> check, EventLoop loop)
    {
        try
        {
            check(loop);
            Console.WriteLine($"ok: {what}");
        }
        catch (Exception failure)
        {
            Console.WriteLine($"FAILED: {what} ({failure.GetType().Name}: {failure.Message})");
            _failures++;
        }
    }
}
