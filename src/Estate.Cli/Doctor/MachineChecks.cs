using System.Globalization;
using Estate.Adapters.Clock;
using Estate.Adapters.Gpio;
using Estate.Adapters.Systemd;
using Estate.Domain.Devices;
using Estate.Gateway.Backup;

namespace Estate.Cli.Doctor;

/// <summary>The computer itself.</summary>
internal static class MachineChecks
{
    private const int HotDegrees = 80, EarliestYear = 2026;
    private const long LittleMemoryKb = 100_000;

    internal static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("时钟", "Clock", Clock),
        Check.Of("内存", "Memory", Memory),
        Check.Of("温度", "Temperature", Temperature),
        Check.Of("供电", "Power supply", Power),
        Check.Of("本机接线", "This computer's own lines", Lines),
        Check.Of("系统服务", "Service", Service),
        Check.Of("程序版本", "Program", _ => Finding.Ok($"{BackupMaker.Program}", $"{BackupMaker.Program}, .NET {Environment.Version}")),
    ];

    private static Finding Clock(DoctorContext patient)
    {
        var todo = new Text("接上网络；timedatectl 可以看对时情况", "connect the network; timedatectl shows how it stands");
        var year = patient.Time.GetUtcNow().Year;
        return year < EarliestYear ? new(Level.Wrong, new($"时钟停在 {year} 年", $"it says {year}"), todo)
            : KernelClock.IsSynchronised() ? Finding.Ok("已对时", "kept right by the network")
            : new(Level.Warn, new("没有在对时", "nobody keeps it right"), todo);
    }

    private static Finding Memory(DoctorContext patient)
    {
        var free = File.ReadLines("/proc/meminfo").Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
            .FirstOrDefault();
        var said = new Text($"还可用 {free / 1000} MB", $"{free / 1000} MB can be had");
        return free < LittleMemoryKb
            ? new(Level.Warn, said, new("关掉别的程序；ps aux --sort=-rss 看谁占得多", "stop other programs; ps aux --sort=-rss tells who has it"))
            : new(Level.Ok, said);
    }

    private static Finding Temperature(DoctorContext patient)
    {
        const string sensors = "/sys/class/thermal";
        var degrees = !Directory.Exists(sensors) ? []
            : Directory.EnumerateDirectories(sensors, "thermal_zone*").Select(zone => Path.Combine(zone, "temp")).Where(File.Exists)
            .Select(file =>
                int.TryParse(
                    File.ReadAllText(file).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var thousandths)
                    ? thousandths / 1000 : 0).ToList();
        return degrees.Count == 0 ? Finding.Ok("这台机器不报", "this machine does not tell")
            : degrees.Max() >= HotDegrees
                ? new(Level.Warn, new($"{degrees.Max()} °C", $"{degrees.Max()} °C"),
                new("通风，或装散热片：80 度以上会降速", "give it air or a heat sink: above 80 °C it slows down"))
            : Finding.Ok($"{degrees.Max()} °C", $"{degrees.Max()} °C");
    }

    /// <summary>Bit 0: too little now; bit 16: since the start.</summary>
    private static Finding Power(DoctorContext patient)
    {
        const string firmware = "/sys/devices/platform/soc/soc:firmware/get_throttled";
        var told = File.Exists(firmware) ? File.ReadAllText(firmware).Trim()
            : ForeignProgram.Ask("vcgencmd", "get_throttled")?.Trim().Split('=')[^1].Replace("0x", "", StringComparison.Ordinal);
        if (!int.TryParse(told, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits))
            return Finding.Ok("这台机器不报", "this machine does not tell");
        var todo = new Text("换官方电源和短粗的电源线", "use the official power supply and a short, thick cable");
        return (bits & 1) != 0 ? new(Level.Wrong, new("现在电压不足", "too little voltage now"), todo)
            : (bits & 0x10000) != 0 ? new(Level.Warn, new("开机以来电压不足过", "the voltage was too low since the start"), todo)
            : Finding.Ok("正常", "well");
    }

    private static Finding Lines(DoctorContext patient)
    {
        return patient.Model is not { Pins.Wires.Count: > 0 } model ? Finding.Ok("没有用到", "not used")
            : Pins.HasChip ? Finding.Ok("有 GPIO；pins check 可以逐条看", "there is a GPIO chip; pins check looks at each line")
            : model.Pins.Mode == "simulated" ? Finding.Ok("模拟的", "simulated, as asked")
            : new(model.Pins.Mode == "kernel" ? Level.Wrong : Level.Warn,
                new("这台机器没有 GPIO，门禁只是模拟的", "this machine has no GPIO chip: the gate is only simulated"),
                new("在树莓派上运行，或写 gpio: simulated", "run it on a Raspberry Pi, or write gpio: simulated"));
    }

    private static Finding Service(DoctorContext patient) => ForeignProgram.Ask("systemctl", "is-active", "estate-gateway")?.Trim() switch
    {
        "active" => Finding.Ok("在运行", "active"),
        null or "" or "offline" or "unknown" => Finding.Ok("没有 systemd", "there is no systemd here"),
        var state when !File.Exists("/etc/systemd/system/estate-gateway.service")
        && !File.Exists("/lib/systemd/system/estate-gateway.service") => Finding.Ok("没有装成服务", $"not installed as a service ({state})"),
        var state =>
            new(Level.Wrong, new($"没有在运行（{state}）", $"{state}"),
            new("sudo systemctl start estate-gateway；sudo journalctl -u estate-gateway 有原因",
            "sudo systemctl start estate-gateway; sudo journalctl -u estate-gateway has the reason")),
    };
}
