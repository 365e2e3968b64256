using Estate.Domain.Devices;
using Estate.Domain.Rules;

namespace Estate.Gateway.Rules;

/// <summary>
/// Why a rule stands as it does: what holds for all of it, and each part of the device with its sentence. <paramref name="Reason"/> where
/// nothing can be said.
/// </summary>
internal sealed record RuleWhy(
    IReadOnlyList<Text> Notes, IReadOnlyList<(RuleStanding Standing, Text Sentence)> Standings, string? Reason = null);
