using System.Globalization;
using System.Runtime.InteropServices;

namespace Estate.GpioDrivers;

/// <summary>Sorts frames of 26 bits into those that were sent, other cards' numbers with valid parity, and spoilt ones.</summary>
internal sealed class CardCount(IEnumerable<string> sent)
{
    private readonly HashSet<ulong> _sent = [
        .. sent.Select(card => ulong.Parse(card, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    private readonly HashSet<ulong> _seen = [];
    private int _wrong;
    private int _spoilt;
    private int _discarded;

    internal static int Run(string driver, string device, (int Zeros, int Ones) wires, IEnumerable<string> cards)
    {
        var count = new CardCount(cards);
        using var ended = new ManualResetEventSlim();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.Set();
        });
        using (CardReader.Open(driver, device, wires, count))
        {
            Console.WriteLine("ready");
            ended.Wait();
        }
        Console.WriteLine($"driver={driver} sent={count._sent.Count} right={count._seen.Count} wrong_card_valid_parity={count._wrong} "
            + $"spoilt={count._spoilt} discarded={count._discarded} lost={count._sent.Count - count._seen.Count}");
        return 0;
    }

    internal void Discard(string reason) => _discarded++;

    internal void Add(ulong bits, int length)
    {
        var card = bits >> 1 & 0xFFFFFF;
        if (length != 26 || ulong.PopCount(bits >> 13) % 2 != 0 || ulong.PopCount(bits & 0x1FFF) % 2 != 1)
            _spoilt++;
        else if (_sent.Contains(card))
            _seen.Add(card);
        else
            _wrong++;
    }
}
