using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>
/// What stands for a household, its people, its cards and its transfers from now on: random, so that nobody finds back from it, whatever
/// else they know. (A transfer's id is made of the household's name; it could be tried out.)
/// </summary>
internal sealed class Pseudonym(string household)
{
    internal const string Prefix = "erased-";

    private static readonly HashSet<string> Prose = [
        "zh", "en", "words", "reason", "outcome", "note", "detail", "closing", "resolution", "problem", "value"];

    private readonly Dictionary<string, string> _cards = [];
    private readonly Dictionary<string, string> _transfers = [];
    private readonly HashSet<string> _people = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex _inProse = new(IsBareNumber(household)
        ? $@"(?<=(household|住户)\s*){Regex.Escape(household)}(?![A-Za-z0-9-])"
        : $"(?<![A-Za-z0-9-]){Regex.Escape(household)}(?![A-Za-z0-9-])");

    internal string Household { get; } = household;

    internal string Name { get; } = Prefix + RandomNumberGenerator.GetHexString(12, lowercase: true);

    internal void HasCard(string token) => _cards[token] = RandomNumberGenerator.GetHexString(token.Length, lowercase: true);

    internal void HasPerson(string name) => _people.Add(name);

    /// <summary>The first four bytes are the day, as in any transfer's id.</summary>
    internal Guid HasTransfer(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        id.ToByteArray(bigEndian: true).AsSpan(0, 4).CopyTo(bytes);
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
        var fresh = new Guid(bytes, bigEndian: true);
        _transfers[id.ToString("D")] = fresh.ToString("D");
        return fresh;
    }

    /// <summary>Of a column, or of a member of a body, that names somebody or something.</summary>
    internal string Of(string value) =>
        value == Household ? Name : _people.Contains(value) ? Name : _transfers.GetValueOrDefault(value) ?? _cards.GetValueOrDefault(value)
            ?? value;

    internal string InProse(string text) => _inProse.Replace(text, Name);

    /// <param name="slice">At the points' desk a reason is what somebody wrote about the household.</param>
    internal string InBody(StoredString word, string slice)
    {
        if (word.Household == Household && PersonalMembers.IsTheirOwnWords(slice, word.Key))
            return "";
        return word.Key is "household" or "transfer" or "card" ? Of(word.Value)
            : PersonalMembers.Of(slice, word.Key) == PersonalMember.Name ? (_people.Contains(word.Value) ? Name : word.Value)
            : Prose.Contains(word.Key) ? InProse(word.Value)
            : word.Value;
    }

    /// <summary>Such a number may stand for anything.</summary>
    private static bool IsBareNumber(string household) => household.All(char.IsAsciiDigit);
}
