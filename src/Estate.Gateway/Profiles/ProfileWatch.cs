using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Profiles;

/// <summary>
/// Takes over profiles whose files change while the gateway runs. A file with a mistake, or whose own tests do not pass, changes nothing:
/// the version before stays, and an alert says where the mistake is; so it is with a maker's codec that a profile names. Where a device
/// speaks only changes at a start.
/// </summary>
internal sealed partial class ProfileWatch(
    EstateModel model, EstateLoop loop, GatewayClock clock, CodecReload codecs, ILogger<ProfileWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const string Unusable = "profiles_unusable";

    private readonly List<DeviceProfile> _used =
        [.. model.Inventory.Select(one => one.Profile).OfType<DeviceProfile>().Distinct().OrderBy(one => one.Name, StringComparer.Ordinal)];

    private readonly Dictionary<string, string> _taken = [];

    /// <summary>What is wrong with files in use now; empty: all of it is in force.</summary>
    internal IReadOnlyList<ProfileFileError> Errors { get; private set; } = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_used.Count == 0)
            return;
        foreach (var overruled in model.Profiles.Overruled.Where(name => _used.Any(one => one.Name == name)))
            LogOverruled(overruled);
        foreach (var profile in _used)
            _taken[profile.Name] = $"{model.Profiles.Find(profile.Name)?.Stamp} {model.Profiles.Codecs.Stamp(profile)}";
        using var timer = new PeriodicTimer(Every, clock.Time);
        var before = new Dictionary<string, string>(_taken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Two looks that agree: nobody is in the middle of saving.
            var stamps = _used.ToDictionary(one => one.Name, one => $"{model.Profiles.Stamp(one.Name)} {model.Profiles.Codecs.Stamp(one)}");
            var changed = _used.Where(one => stamps[one.Name] != _taken[one.Name] && stamps[one.Name] == before[one.Name]).ToList();
            if (changed.Count > 0)
                await TakeAsync(changed, stamps);
            before = stamps;
        }
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
        var file = model.Profiles.Reread(profile.Name);
        if (file?.Profile is not { } newer)
            return file?.Errors ?? [new(profile.Name + ".yaml", 1, 1, "the file is gone, and devices use it")];
        if (file.Check() is { Count: > 0 } failed)
            return failed;
        var codec = model.Profiles.Codecs.Find(newer, out var missing);
        if ((missing ?? await codecs.ProveAsync(newer.Name, codec, model.Profiles.Codecs)) is { } problem)
            return [new(file.File, 1, 1, problem)];
        if (!profile.TryBecome(newer))
            return [new(file.File, 1, 1, "where it speaks or its kind has changed: that is taken over at the next start")];
        codecs.Put(newer.Name, codec);
        // A codec of another name has a stamp of its own.
        _taken[profile.Name] = $"{file.Stamp} {model.Profiles.Codecs.Stamp(profile)}";
        LogTaken(profile.Name);
        return [];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The profile {Name} is the estate's own, in place of the one that came along.")]
    private partial void LogOverruled(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "The profile {Name} was changed, and is in force.")]
    private partial void LogTaken(string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "A profile stays as it was: {Mistake}")]
    private partial void LogMistake(string mistake);
}
