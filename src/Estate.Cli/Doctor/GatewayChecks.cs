using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Cli.Doctor;

/// <summary>The program that should run, what it says of itself, and what waits in it.</summary>
internal static class GatewayChecks
{
    private static readonly Duration Day = Duration.FromDays(1), Patience = Duration.FromMinutes(10);
    private const int ManyRejects = 100, Shown = 4;

    internal static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("配置文件", "Configuration", Configuration),
        new(new("网关", "Gateway"), GatewayAsync),
        Check.Of("失联的设备", "Silent devices", Silent),
        Check.Of("一天内被拒的消息", "Refused messages of the last day", Rejects),
        Check.Of("没送到的通知", "Notifications not delivered", Unsent),
    ];

    private static Finding Configuration(DoctorContext patient) => patient.ConfigurationError is { } mistake
        ? new(Level.Wrong, new($"{patient.EstateFile} 有错：{mistake}", mistake),
            new("照上面说的改好再启动", "mend what is named, then start again"))
        { IsPrivate = true }
        : Finding.Ok($"没有错，{patient.Model!.Inventory.Count} 台设备", $"no mistakes, {patient.Model.Inventory.Count} devices");

    private static async Task<Finding> GatewayAsync(DoctorContext patient, CancellationToken stop)
    {
        if (await patient.HealthAsync(stop) is not { } health)
            return new(Level.Wrong, new($"{patient.Url} 没有回应", $"{patient.Url} does not answer"), new("sudo systemctl start "
                + "estate-gateway；它的网址若不同，用 --url 给出（在 /etc/default/estate-gateway 里）", "sudo systemctl start estate-gateway; where its "
                    + "pages are elsewhere, name that with --url (it is in /etc/default/estate-gateway)"));
        var wrong = health.EnumerateObject().Where(part =>
            part.Name is not ("status" or "pins" or "clock") && !HealthReport.IsOk(part.Value.GetString())).Select(part =>
                $"{part.Name}: {part.Value.GetString()}").ToList();
        return health.TryGetProperty("status", out var status) && status.GetString() == "ok"
            ? Finding.Ok("在运行，一切正常", "runs, and says it is well")
            : new(Level.Wrong, new($"在运行，但 {string.Join("；", wrong)}", $"runs, but {string.Join("; ", wrong)}"),
                new("看下面相应的一行", "see the line below that is about it"));
    }

    private static Finding Silent(DoctorContext patient)
    {
        if (!patient.HasDatabase || patient.Model is not { } model)
            return new(Level.Warn, new("没有可看的", "nothing to look at"));
        var silent = SupportFigures.Silent(patient.Database).Intersect(model.Inventory.Select(settings => settings.Device.ToString()))
            .ToList();
        return silent.Count == 0 ? Finding.Ok("没有", "none")
            : new(Level.Warn,
                new($"{silent.Count} 台（共 {model.Inventory.Count} 台）：{string.Join("、", silent.Take(Shown))}",
                $"{silent.Count} of {model.Inventory.Count}: {string.Join(", ", silent.Take(Shown))}{(silent.Count > Shown ? ", …" : "")}"),
                new("看电源和网线；/staff/devices 有全部名单", "look at power and network; /staff/devices lists them all"));
    }

    private static Finding Rejects(DoctorContext patient)
    {
        if (!patient.HasDatabase)
            return new(Level.Warn, new("没有可看的", "nothing to look at"));
        var rejects = SupportFigures.RejectsSince(patient.Database, Instant.FromDateTimeOffset(patient.Time.GetUtcNow()) - Day);
        var list = string.Join(", ", rejects.Select(one => $"{one.Reason} {one.Count}"));
        return rejects.Sum(one => one.Count) == 0 ? Finding.Ok("没有", "none")
            : new(rejects.Sum(one => one.Count) > ManyRejects ? Level.Warn : Level.Ok, Text.Same(list),
                new("某台设备的程序可能太旧或配错了；/staff/devices 可以看", "a device's program may be old or wrongly set; see /staff/devices"));
    }

    private static Finding Unsent(DoctorContext patient)
    {
        if (!patient.HasDatabase)
            return new(Level.Warn, new("没有可看的", "nothing to look at"));
        var (count, oldest) = SupportFigures.Unsent(patient.Database);
        return oldest is not { } since || Instant.FromDateTimeOffset(patient.Time.GetUtcNow()) - since < Patience
            ? Finding.Ok($"{count} 条在排队", $"{count} wait")
            : new(Level.Warn, new($"{count} 条，最早的在 {since}", $"{count}, the oldest since {since}"),
                new("看 /staff/alerts：送不到的原因在那里", "see /staff/alerts: it says why they do not arrive"));
    }
}
