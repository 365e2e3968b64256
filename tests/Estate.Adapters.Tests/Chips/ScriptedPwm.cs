using System.Device.Pwm;

namespace Estate.Adapters.Tests.Chips;

/// <summary>A PWM channel that counts how often it began to sound.</summary>
internal sealed class ScriptedPwm : PwmChannel
{
    private volatile int _tones;
    private volatile int _frequency;

    public override int Frequency { get => _frequency; set => _frequency = value; }

    public override double DutyCycle { get; set; } = 0.5;

    internal volatile bool IsOn;

    internal volatile bool IsClosed;

    internal int Tones => _tones;

    public override void Start()
    {
        IsOn = true;
        _tones++;
    }

    public override void Stop() => IsOn = false;

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }
}
