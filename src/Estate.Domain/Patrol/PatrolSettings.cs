using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Patrol;

/// <summary>A patrol's lines of the inventory: which checkpoints, in the order of the walk, and at what hours.</summary>
internal sealed record PatrolSettings(ImmutableArray<string> Checkpoints, ImmutableArray<RoundHours> Rounds)
{
    internal ImmutableArray<string> RoundNames { get; } = [.. Rounds.Select(round => round.Name)];

    /// <exception cref="FormatException">No checkpoint, no round, or hours that cannot be.</exception>
    internal static PatrolSettings From(DeviceSettings settings)
    {
        var checkpoints = Names(settings, "checkpoints", "");
        var rounds = settings.Values.GetValueOrDefault("rounds", "")
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => RoundHours.Parse(settings.Device, text)).ToImmutableArray();
        if (checkpoints.IsEmpty)
            throw new FormatException(
                $"{settings.Device}: checkpoints names none; write them in the order of the walk, such as \"garage, roof-3\"");
        if (rounds.IsEmpty)
            throw new FormatException($"{settings.Device}: rounds names none, such as \"22:00-23:00; 02:00-03:00\"");
        // The hours of a day twice over, so that midnight is no border.
        var day = rounds.SelectMany(round => new[] { round.Minutes(0), round.Minutes(RoundHours.MinutesOfDay) }).OrderBy(one => one.From)
            .ToList();
        for (var i = 1; i < day.Count; i++)
            if (day[i].From < day[i - 1].To)
                throw new FormatException($"{settings.Device}: two of the rounds overlap; each must end before the next begins");
        return new(checkpoints, rounds);
    }

    /// <exception cref="FormatException">A name that is none, or is there twice.</exception>
    internal static ImmutableArray<string> Names(DeviceSettings settings, string name, string otherwise)
    {
        var names = settings.Values.GetValueOrDefault(name, otherwise)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.All(one => DeviceId.IsValidLevel(one)) && names.Distinct().Count() == names.Length
            ? [.. names]
            : throw new FormatException(
                $"{settings.Device}: {name} is '{settings.Values[name]}', expected names of [a-z0-9-] with commas between, each once");
    }
}
