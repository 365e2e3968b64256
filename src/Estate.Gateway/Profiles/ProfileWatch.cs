using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Profiles;

/// <summary>
/// Takes over profiles whose files change while the gateway runs. A file with a mistake, or whose own tests do not pass, changes nothing:
/// the version before stays, and an alert says where the mistake is; so it is with a maker's codec that a profile names.
/// </summary>
internal sealed partial class ProfileWatch(
    LiveInventory live, EstateLoop loop, GatewayClock clock, CodecReload codecs, ILogger<ProfileWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const string Unusable = "profiles_unusable";

    private readonly ProfileBook _book = live.Model.Profiles;
    private readonly Dictionary<string, string> _taken = [];

    /// <summary>The inventory that <see cref="_used"/> was made of.</summary>
    private IReadOnlyList<DeviceSettings>? _inventory;
    private List<DeviceProfile> _used = [];

    /// <summary>What is wrong with files in use now; empty: all of it is in force.</summary>
    internal IReadOnlyList<ProfileFileError> Errors { get; private set; } = [];

    /// <summary>What the codec of a profile, in a process of its own, makes of the bytes in the profile's tests.</summary>
    /// <returns>Null where it is as they say, or none needs a codec.</returns>
    internal async Task<string?> ProveAsync(DeviceProfile profile, string text) => !ProfileTests.NeedCodec(profile) ? null
        : _book.Codecs.Find(profile, out var missing) is { } codec ? await codecs.ProveAsync(profile, text, codec, _book.Codecs)
        : missing;

    /// <inheritdoc cref="CodecTrials.RunAsync"/>
    internal Task<CodecTrialResult?> TryAsync(string by, DeviceProfile profile, (string Payload, int Port) message) =>
        codecs.Trials.RunAsync(by, profile, _book.Codecs, message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var overruled = _book.Overruled.ToHashSet();
        foreach (var name in Used().Select(one => one.Name).Where(overruled.Contains))
            LogOverruled(name);
        using var timer = new PeriodicTimer(Every, clock.Time);
        var before = new Dictionary<string, string>();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Two looks that agree: nobody is in the middle of saving.
            var stamps = Used().ToDictionary(one => one.Name, one => $"{_book.Stamp(one.Name)} {_book.Codecs.Stamp(one)}");
            var changed = _used.Where(one =>
                stamps[one.Name] != _taken[one.Name] && stamps[one.Name] == before.GetValueOrDefault(one.Name)).ToList();
            if (changed.Count > 0)
                await TakeAsync(changed, stamps);
            before = stamps;
        }
    }

    /// <summary>Those that devices have now, by name.</summary>
    private List<DeviceProfile> Used()
    {
        var inventory = live.Model.Inventory;
        if (!ReferenceEquals(inventory, _inventory))
            (_inventory, _used) = (inventory, [.. inventory.Select(one => one.Profile).OfType<DeviceProfile>().Distinct()
                .OrderBy(one => one.Name, StringComparer.Ordinal)]);
        foreach (var one in _used)
            _taken.TryAdd(one.Name, $"{_book.Find(one.Name)?.Stamp} {_book.Codecs.Stamp(one)}");
        return _used;
    }

    private async Task TakeAsync(List<DeviceProfile> changed, Dictionary<string, string> stamps)
    {
        var errors = Errors.Where(one => changed.All(profile => profile.Name + ".yaml" != one.File)).ToList();
        foreach (var profile in changed)
        {
            _taken[profile.Name] = stamps[profile.Name];
            errors.AddRange(await BecomeAsync(profile));
        }
        foreach (var error in errors.Except(Errors))
            LogMistake(error.ToString());
        Errors = errors;
        loop.Offer(new SignalMessage(new HostReport(
            new(Unusable, "", Severity.Medium, Errors.Count > 0,
                new("设备描述文件有误，原来的继续有效", "A profile has mistakes; the version before it stays in force"))
            {
                Value = Errors.Count > 0 ? Text.Same(Errors[0].ToString()) : null,
            }, clock.Now)));
    }

    private async Task<IEnumerable<ProfileFileError>> BecomeAsync(DeviceProfile profile)
    {
        var file = _book.Reread(profile.Name);
        if (file?.Profile is not { } newer)
            return file?.Errors ?? [new(profile.Name + ".yaml", 1, 1, "the file is gone, and devices use it")];
        if (file.Check() is { Count: > 0 } failed)
            return failed;
        var codec = _book.Codecs.Find(newer, out var missing);
        if ((missing ?? await codecs.ProveAsync(newer, _book.TextOf(newer.Name) ?? "", codec, _book.Codecs)) is { } unproven)
            return [new(file.File, 1, 1, unproven)];
        if (!profile.TryBecome(newer) && await ProblemOfReplacingAsync(profile, newer) is { } problem)
            return [new(file.File, 1, 1, problem)];
        codecs.Put(newer.Name, codec);
        // A codec of another name has a stamp of its own.
        _taken[profile.Name] = $"{file.Stamp} {_book.Codecs.Stamp(newer)}";
        LogTaken(profile.Name);
        return [];
    }

    /// <summary>It speaks elsewhere, or by another codec: the broker's access list and the tables of topics change with it.</summary>
    private async Task<string?> ProblemOfReplacingAsync(DeviceProfile profile, DeviceProfile newer)
    {
        var editor = new InventoryEditor(live.Folder, live.Model.File);
        try
        {
            if (editor.Alone(() =>
                {
                    var next = editor.Next();
                    InventoryCheck.Pass(next);
                    BrokerSetup.Write(live.Folder, next);
                }) is { } problem)
                return problem.En;
            await live.ReplaceAsync(profile, newer);
            return null;
        }
        catch (ConfigurationException mistake)
        {
            return mistake.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The profile {Name} is the estate's own, in place of the one that came along.")]
    private partial void LogOverruled(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "The profile {Name} was changed, and is in force.")]
    private partial void LogTaken(string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "A profile stays as it was: {Mistake}")]
    private partial void LogMistake(string mistake);
}
