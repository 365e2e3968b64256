using System.Device.Pwm;
using Estate.Domain.Devices;
using Iot.Device.Buzzer;

namespace Estate.Adapters.Chips;

/// <summary>
/// A buzzer at a PWM channel, with a tone of its own or without: long for a card that was accepted, three times short for one that
/// was refused. It says nothing back: only a channel that is not there is noticed.
/// </summary>
internal sealed class BuzzerChip(PwmChannel channel) : IDisplayChip
{
    private const int Hz = 2_700;
    private const int LongMs = 300;
    private const int ShortMs = 80;
    private const int Times = 3;

    private readonly Buzzer _chip = new(channel);

    /// <summary>Silent for anything else, and after a process that ended in the middle of a tone.</summary>
    public void Write(string text)
    {
        _chip.StopPlaying();
        if (text == ShownText.Accepted)
            _chip.PlayTone(Hz, LongMs);
        for (var i = 0; i < Times && text == ShownText.Refused; i++)
        {
            _chip.PlayTone(Hz, ShortMs);
            Task.Delay(TimeSpan.FromMilliseconds(ShortMs), TimeProvider.System).Wait();
        }
    }

    public void Dispose() => _chip.Dispose();
}
