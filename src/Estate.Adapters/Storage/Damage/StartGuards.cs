using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Estate.Adapters.Storage.People;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using NodaTime;

namespace Estate.Adapters.Storage.Damage;

/// <summary>
/// A guard for each table that a start reads. The journal, the events and the audit are read row by row, each with its own.
/// </summary>
internal static class StartGuards
{
    private const string All = "true", Spoilt = "its body says something else than its row", NoTime = "its time cannot be";

    /// <summary>No table of an estate gets near; beyond it the next row would have no number.</summary>
    private const long MaxRows = 1L << 53;

    internal static IReadOnlyList<RowGuard> Of(IEnumerable<IDeviceKind> kinds, Instant now)
    {
        var states = kinds.ToDictionary(kind => kind.Name, kind => kind.StateSchema);
        var firstDay = (now - PointsProgramme.IdsRememberedFor).InUtc().Date;
        var firstId = Convert.ToHexString(TransferIds.FirstOf(firstDay).ToByteArray(bigEndian: true));
        return
        [
            new("balance", All, row => row.Text("name").Length > 0 ? null : "it has no name") { IsEssential = true },
            new("transfer", $"id >= x'{firstId}' OR code IN (3, 4)", Transfer) { IsEssential = true },
            new("journal", $"n > {MaxRows}", _ => "its number cannot be") { IsEssential = true },
            new("audit", $"n > {MaxRows}", _ => "its number cannot be") { IsEssential = true },
            new("state", All, row => State(row, states)),
            new("card", All, Card),
            new("alert", $"closed IS NULL OR closed >= {(now - AlertPolicy.FlapWindow).ToUnixTimeMilliseconds()}", Alert),
            new("outbox", "settled IS NULL", row => Body(
                row, Notification.Json,
                one => (one.Id, one.Notifier) == (row.Text("id"), row.Text("notifier")) && one.Alert is not null)),
            new("rule_state", All, row => Body(
                row, RuleState.Json,
                one => (one.Rule, one.Device.ToString(), one.Component) == (row.Text("rule"), row.Text("device"), row.Text("component")))),
            .. People(),
            new("poll_tally", All, row => row.Text("counts").Split(' ').All(count => int.TryParse(count, out var number) && number >= 0)
                ? null
                : "its counts are no numbers"),
            .. Exported(),
            new("reject", All, row => Times(row, "at")),
            // Without it the totals are added up anew.
            new("totals_state", All, row =>
                DateTimeZoneProviders.Tzdb.GetZoneOrNull(row.Text("zone")) is not null && row.Number("next") is > 0 and < MaxRows
                    ? null
                    : "it names no time zone, or no fact"),
            new(
                "totals_state", "typeof(until) <> 'integer' OR (next <= until AND until > (SELECT coalesce(max(n), 0) FROM fact))",
                _ => "it waits for facts beyond the journal"),
        ];
    }

    private static IReadOnlyList<RowGuard> Exported() =>
    [
        new("series_cursor", All, row => row.Number("n") >= 0 ? null : "it is below zero"),
        new("series_cursor", "typeof(n) = 'integer' AND n > (SELECT coalesce(max(n), 0) FROM journal)", _ => "it is beyond the journal"),
        new("rollup_series", All, Series)
        {
            // Its blocks stay: another series under its number would take them for its own.
            Placeholder = "INSERT INTO rollup_series(id, name, tags, fields) SELECT @key, 'damaged', json_array(json_array('row', "
                + $"CAST(@key AS TEXT))), '[]' WHERE @key <= {MaxRows}",
        },
    ];

    private static IReadOnlyList<RowGuard> People() =>
    [
        new("person", All, row => Body(
            row, PeopleJson.Default.Person,
            one => (one.Id, one.Lookup) == (row.Text("id"), row.Text("lookup"))
                && one.Roles is not null && row.Number("version") is > 0 and < MaxRows)),
        new("session", All, row => Times(row, "began", "seen", "expires")),
        new("invitation", All, row => Body(
            row, PeopleJson.Default.Invitation,
            one => one is { Roles: not null, By: not null } && one.Expires.ToUnixTimeMilliseconds() == row.Number("expires"))),
        new("token", All, row => Body(
            row, PeopleJson.Default.Token,
            one => one.Name == row.Text("name") && one is { Roles: not null, Scopes: not null })),
    ];

    private static string? Transfer(StoredRow row) =>
        row.Bytes("id").Length != 16 ? "its id has another length"
        : row.Number("points") is < 1 or > int.MaxValue || !Enum.IsDefined((TransferCode)row.Number("code"))
            || InstantConverter.FromMilliseconds(row.Number("at")) is null ? "its numbers cannot be"
        : row.Number("code") is not (long)TransferCode.Post and not (long)TransferCode.Void
            || Guid.TryParse(row.Text("reference"), out _) ? null : "it names no reservation";

    private static string? Card(StoredRow row) =>
        Convert.FromHexString(row.Text("token")).Length == 0 || row.Text("household").Length == 0 ? "it is nobody's"
        : row.Number("blocked") is 0 or 1 && row.Number("needs_time") is 0 or 1 ? null : "it says neither yes nor no";

    private static string? State(StoredRow row, Dictionary<string, JsonTypeInfo> states)
    {
        var device = DeviceId.Parse(row.Text("device"));
        if (!states.TryGetValue(device.Kind, out var schema))
            return null;
        var isEmpty = StoredJson.Read(row.Text("presence"), Presence.Json) is null
            || StoredJson.Read(row.Text("body"), schema) is null;
        return isEmpty ? "it is empty" : null;
    }

    private static string? Alert(StoredRow row) => Body(row, Domain.Alerts.Alert.Json, one =>
        one.Id == row.Text("id")
            && one.Key == new AlertKey(DeviceId.Parse(row.Text("device")), row.Text("type"), row.Text("component"))
            && one.Title is { Zh: not null, En: not null });

    private static string? Times(StoredRow row, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            if (InstantConverter.FromMilliseconds(row.Number(column)) is null)
                return NoTime;
        return null;
    }

    private static string? Series(StoredRow row) =>
        row.Number("id") > MaxRows ? "its number cannot be"
        : JsonSerializer.Deserialize<string[][]>(row.Text("tags"))!.All(tag => tag is [not null, not null])
            && JsonSerializer.Deserialize<string[]>(row.Text("fields"))!.All(field => field is not null)
            ? null : Spoilt;

    private static string? Body<T>(StoredRow row, JsonTypeInfo<T> schema, Func<T, bool> fits)
        where T : class => StoredJson.Read(row.Text("body"), (JsonTypeInfo)schema) is T read && fits(read) ? null : Spoilt;
}
