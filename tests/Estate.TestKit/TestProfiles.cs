using Estate.Domain.Charging;
using Estate.Domain.Parking;
using Estate.Domain.Profiles;
using NodaTime;

namespace Estate.TestKit;

/// <summary>Small profiles made without a file: a plug on <c>TOPIC/…</c>, and a bay sensor of one byte.</summary>
public static class TestProfiles
{
    public static DeviceProfile Plug { get; } = Built(new(Word("plug"))
    {
        Kind = Word(ChargerKind.KindName),
        Mqtt = new([Word("{topic}/#")], [Word("{topic}/set")]),
        Messages =
        [
            new(Word("")) { Topics = [Word("{topic}/online")], From = Word("text"), Online = Word("payload == 'true'") },
            new(Word(""))
            {
                Topics = [Word("{topic}/status")],
                Gives =
                [
                    new(Word("socket"), null,
                    [
                        (Word("closed"), Word("payload.on")), (Word("power_w"), Word("payload.watt")),
                        (Word("temp_c"), Word("payload.unit == 'F' ? (payload.chip.temp - 32) / 1.8 : payload.chip.temp")),
                    ]),
                ],
            },
        ],
        Orders =
        [
            new(Word("cut"), Word("{topic}/set"),
                [new("off ", null, OrderPieceStyle.Text), new("", Word("id"), OrderPieceStyle.Text)]),
        ],
    });

    public static DeviceProfile Bay { get; } = Built(new(Word("bay"))
    {
        Kind = Word(BaySensorKind.KindName),
        Messages =
        [
            new(Word(""))
            {
                Ports = [Word("1")],
                When = Word("length() == 1"),
                Gives = [new(Word("bay"), null, [(Word("occupied"), Word("bit(0, 0)"))])],
            },
        ],
    });

    public static DeviceProfile Built(ProfileSource source)
    {
        var (profile, errors) = ProfileBuilder.Build(source, [new ChargerKind(TestCards.Hasher, DateTimeZone.Utc), new BaySensorKind()]);
        return profile ?? throw new FormatException(string.Join("; ", errors));
    }

    public static SourceText Word(string text) => new(text, 1, 1);
}
