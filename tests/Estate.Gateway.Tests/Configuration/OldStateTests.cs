using System.Collections;
using System.Reflection;
using Estate.Adapters.Storage;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Configuration;

/// <summary>A state that an older program saved lacks what was added since; it is read with the defaults of a new one.</summary>
public sealed class OldStateTests
{
    public static TheoryData<string> Kinds => [.. DeviceKinds.WithoutCards(DateTimeZone.Utc).Select(kind => kind.Name)];

    /// <summary>What a state cannot be without from its first day on.</summary>
    private static readonly Dictionary<string,
        string> Always = new() { ["bins"] = """{"compartments":[]}""", ["gate"] = """{"versions":[]}""" };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Members_missing_in_a_saved_state_have_their_defaults(string name)
    {
        var kind = DeviceKinds.WithoutCards(DateTimeZone.Utc).Single(one => one.Name == name);
        var read = StoredJson.Read(Always.GetValueOrDefault(name, "{}"), kind.StateSchema)!;
        var fresh = Activator.CreateInstance(kind.StateSchema.Type)!;
        Assert.Equal([], kind.StateSchema.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(one => one.CanWrite && !IsSame(one.GetValue(read), one.GetValue(fresh))).Select(one => one.Name));
    }

    private static bool IsSame(object? read, object? fresh) => (read, fresh) switch
    {
        (string, _) or (null, _) or (_, null) => Equals(read, fresh),
        (IEnumerable items, IEnumerable others) =>
            !IsUnmade(items) && (IsUnmade(others) || items.Cast<object>().SequenceEqual(others.Cast<object>())),
        (ValueType, _) => Equals(read, fresh),
        _ => true,
    };

    /// <summary>An immutable array that nobody made: it throws at the first look.</summary>
    private static bool IsUnmade(object list) => list.GetType().GetProperty("IsDefault")?.GetValue(list) is true;
}
