using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway;

namespace Estate.Cli.Doctor;

/// <summary>What the gateway needs beside itself: the broker, its certificates, the time-series server.</summary>
internal static class ServerChecks
{
    private const int SoonDays = 30;

    /// <summary>In the broker's folder, where it speaks TLS.</summary>
    private static readonly string[] Own = ["server.crt", "ca.crt"];

    internal static IReadOnlyList<Check> All { get; } =
    [
        new(new("消息服务器（mosquitto）", "Broker (mosquitto)"), BrokerAsync),
        Check.Of("证书有效期", "Certificates", Certificates),
        new(new("时序数据库", "Time-series server"), InfluxAsync),
        Check.Of("通知渠道", "Notifiers", Notifiers),
        Check.Of("求救的通知顺序", "Ladders for people in danger", Ladders),
    ];

    private static async Task<Finding> BrokerAsync(DoctorContext patient, CancellationToken stop)
    {
        // A gateway that runs has proven it.
        if (await patient.HealthAsync(stop) is { } health && health.TryGetProperty("broker", out var told))
            return Of(told.GetString() == "ok" ? null : told.GetString());
        if (patient.Model is not { } model || patient.Folder.Find("gateway.key") is not { } password)
            return new(Level.Warn, new("缺配置或密码，没法试", "cannot be tried: the estate's file or its password is missing"));
        return Of(await BrokerProbe.TryAsync(model.BrokerFor(patient.Folder), Convert.ToHexStringLower(password), patient.Time, stop));

        static Finding Of(string? problem) => problem is null ? Finding.Ok("连得上，密码对", "lets the gateway in")
            : new(Level.Wrong, new($"连不上：{problem}", problem),
                new("sudo systemctl restart estate-broker；密码不对也这样",
                "sudo systemctl restart estate-broker; also where it refuses the password"));
    }

    private static Finding Certificates(DoctorContext patient)
    {
        var files = Own.Select(name =>
            Path.Combine(patient.Folder.Broker, name)).Append(patient.Model?.Broker.CaFile).OfType<string>().Distinct().Where(File.Exists)
                .ToList();
        if (files.Count == 0)
            return Finding.Ok("没有用证书", "none in use");
        var (first, end) = files.Select(path => (path, End: EndOf(path))).MinBy(one => one.End);
        var days = (end - patient.Time.GetUtcNow()).TotalDays;
        var said = new Text($"{Path.GetFileName(first)} 到 {end:yyyy-MM-dd}", $"{Path.GetFileName(first)} ends {end:yyyy-MM-dd}");
        var todo = new Text("重启网关会换新的；自己的证书要自己换", "a restart of the gateway makes a new one; one of your own you must replace");
        return days < 0 ? new(Level.Wrong, said, todo) : days < SoonDays ? new(Level.Warn, said, todo) : new(Level.Ok, said);
    }

    /// <summary>One that no step names is easily taken for one that works.</summary>
    private static Finding Notifiers(DoctorContext patient)
    {
        if (patient.Model?.Alerts is not { Notifiers.Count: > 0 } alerts)
            return Finding.Ok("没有用", "none in use");
        var idle = alerts.Notifiers.Select(one => one.Name).Except(alerts.Policy.Steps.SelectMany(step => step.Notifiers)).ToList();
        var names = string.Join(", ", idle);
        return idle.Count == 0 ? Finding.Ok("每一级都写明了", "each is in a step of the ladder")
            : new(Level.Warn, new($"哪一级都没有写 {names}：只会收到规则发的消息", $"no step names {names}: told only what a rule sends it"),
                new($"在 estate.yaml 的 alerts.ladder 里加 notify: [{names}]",
                    $"add notify: [{names}] to a step of alerts.ladder in estate.yaml"));
    }

    private static Finding Ladders(DoctorContext patient)
    {
        if (patient.Model is not { } model)
            return new(Level.Warn, new("没有可看的", "nothing to look at"));
        var kinds = model.Inventory.Select(one => one.Device.Kind).ToHashSet();
        var missing = DeviceKinds.WithoutCards(model.Programme.Zone).OfType<IHandedOnKind>()
            .Where(kind => kinds.Contains(kind.Name)).Select(kind => kind.HandedOn).Except(model.Alerts.Policy.Ladders.Keys).ToList();
        var types = string.Join(", ", missing);
        return missing.Count == 0 ? Finding.Ok("不缺", "none is missing")
            : new(Level.Warn,
                new($"{types} 没有自己的通知顺序，和别的报警一样慢慢升级", $"{types}: no ladder of its own, so it climbs as slowly as any other"),
                new($"在 estate.yaml 的 alerts.ladders 里加 for: [{types}] 和它的 steps",
                    $"add for: [{types}] with its steps to alerts.ladders in estate.yaml"));
    }

    private static DateTimeOffset EndOf(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return certificate.NotAfter.ToUniversalTime();
        }
        catch (CryptographicException damage)
        {
            throw new IOException($"{path}: {damage.Message}", damage);
        }
    }

    private static async Task<Finding> InfluxAsync(DoctorContext patient, CancellationToken stop)
    {
        if (patient.Model?.Influx is not { } target)
            return Finding.Ok("没有用", "none in use");
        using var handler = new SocketsHttpHandler();
        var health = await InfluxProbe.AskAsync(target, handler, stop);
        return health.Problem is { } problem
            ? new(Level.Warn, new($"{target.Url.Authority}：{problem}", $"{target.Url.Authority}: {problem}"), health.Answers
                ? new("检查 estate.yaml 的 influx.database 和 token_file；其他功能照常",
                    "check influx.database and token_file in estate.yaml; everything else goes on")
                : new("启动它；在它回来之前，数据先留在本机", "start it; until it is back, measurements wait here"))
            : await ServerLimitsCheck.AskAsync(target, handler, stop);
    }
}
