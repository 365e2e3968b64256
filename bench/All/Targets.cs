namespace Estate.Bench.All;

/// <summary>Every figure that is promised, and the benches that say them, with settings short enough for one sitting.</summary>
internal static class Targets
{
    /// <summary>In the order they are run.</summary>
    internal static IReadOnlyList<(string Bench, string[] Arguments)> Runs { get; } =
    [
        ("peer", ["--rounds", "2", "--taps", "20000"]),
        ("ingest", ["--taps", "20000"]),
        ("start", ["--times", "3", "--taps", "20000"]),
        ("devices", []),
        ("widest", ["--facts", "1000000"]),
        ("year", ["--facts", "1100"]),
        ("rules", []),
        ("profiles", []),
        ("gate", ["--rounds", "100"]),
        ("charging", ["--trips", "100"]),
        ("calls", []),
        ("parking", []),
        ("series", []),
        ("backup", []),
        ("district", []),
    ];

    /// <summary>Those that compare with an older build.</summary>
    internal static IReadOnlyList<string> WithBefore { get; } = ["peer", "start"];

    internal static IReadOnlyList<Target> All { get; } =
    [
        .. Memory, .. Taps, .. Questions, .. Years,
        .. Rules, .. Promptness, .. District,
    ];

    private static Target[] Memory =>
    [
        new("ingest", "start to ready", @"^start to ready: ([\d.]+) s", 2) { Unit = " s" },
        new("ingest", "resident memory of the reference estate", @"^resident memory with the reference estate: (\d+) MB", 120)
        { Unit = " MB" },
        new("start", "resident memory idle ÷ Node-RED", @"^resident memory idle ÷ Node-RED: ([\d.]+)", 1.0) { IsOptional = true },
        new("start", "resident memory after a flood ÷ Node-RED", @"^resident memory after the flood ÷ Node-RED: ([\d.]+)", 1.0)
        { IsOptional = true },
        new("start", "start to ready ÷ the build before", @"^start to ready ÷ before: ([\d.]+)", 0.5) { IsOptional = true },
        new("start", "CPU to ready ÷ the build before", @"^processor time to ready ÷ before: ([\d.]+)", 0.5) { IsOptional = true },
        new("devices", "CPU of a start with 10,000 devices", @"^10000 devices: start ([\d.]+) s", 2) { Unit = " s" },
        new("devices", "memory with 10,000 devices ÷ the reference estate", @"^10000 devices: .*memory ([\d.]+) x", 1.3),
        new("devices", "heaviest page of 10,000 devices", @"^10000 devices: .*heaviest page ([\d.]+) kB", 100) { Unit = " kB" },
    ];

    private static Target[] Taps =>
    [
        new("peer", "acknowledged taps/s ÷ Node-RED", @"^taps/s, gateway ÷ Node-RED: ([\d.]+)", 1.0)
        { IsAtLeast = true, IsOptional = true },
        new("peer", "p99 at 50/s ÷ Node-RED", @"^p99 at 50/s, gateway ÷ Node-RED: ([\d.]+)", 1.0) { IsOptional = true },
        new("peer", "CPU per tap ÷ Node-RED", @"^CPU per tap, gateway ÷ Node-RED: ([\d.]+)", 1.0) { IsOptional = true },
        new("peer", "taps/s ÷ the build before", @"^taps/s, gateway ÷ before: ([\d.]+)", 1.6) { IsAtLeast = true, IsOptional = true },
        new("peer", "p99 at 50/s ÷ the build before", @"^p99 at 50/s, gateway ÷ before: ([\d.]+)", 1.0) { IsOptional = true },
        new("peer", "CPU per tap ÷ the build before", @"^CPU per tap, gateway ÷ before: ([\d.]+)", 0.6) { IsOptional = true },
        new("peer", "bytes written per tap at 50/s ÷ the build before", @"^bytes written per tap at 50/s, gateway ÷ before: ([\d.]+)", 0.5)
        { IsOptional = true },
        new("peer", "bytes kept per tap ÷ the build before", @"^bytes kept per tap, gateway ÷ before: ([\d.]+)", 0.6) { IsOptional = true },
        new("ingest", "durable taps/s ÷ bare subscriber", @"^durable ÷ bare: ([\d.]+)", 0.8) { IsAtLeast = true },
        new("ingest", "durable taps/s, the lowest", @"lowest rate (\d+)/s", 5_000) { IsAtLeast = true, Unit = "/s" },
        new("ingest", "CPU per tap after a million ÷ after a thousand", @"^cost per tap, .* CPU ([\d.]+)", 1.2),
    ];

    private static Target[] Questions =>
    [
        new("widest", "GET /api/bins/statistics of a year", @"^/api/bins/statistics +\d+ +[\d.]+ +[\d.]+ +([\d.]+)", 10)
        { Unit = " ms of CPU" },
        new("widest", "memory of that question", @"^/api/bins/statistics +\d+ +[\d.]+ +[\d.]+ +[\d.]+ +([\d.]+)", 1) { Unit = " MB" },
        new("widest", "/committee", @"^/committee +\d+ +[\d.]+ +[\d.]+ +([\d.]+)", 100) { Unit = " ms of CPU" },
        new("widest", "a search over a year", @"^/search +\d+ +[\d.]+ +([\d.]+)", 100) { Unit = " ms" },
        new("widest", "addresses beyond 100 ms of CPU or 30 MB", @"addresses, (\d+) beyond", 0),
    ];

    private static Target[] Years =>
    [
        new("year", "slowest page over a year", @"^slowest page over 1 year\(s\): (\d+) ms", 200) { Unit = " ms" },
        new("year", "slowest page over ten years", @"^slowest page over 10 year\(s\): (\d+) ms", 200) { Unit = " ms" },
        new("year", "size, ten years ÷ one", @"^size: 10 ÷ 1 years ([\d.]+)", 11),
        new("year", "a night's retention, ten years ÷ one", @"^night: 10 ÷ 1 years ([\d.]+)", 11),
        new("year", "verify, ten years ÷ one", @"^check: 10 ÷ 1 years ([\d.]+)", 11),
        new("year", "backup, ten years ÷ one", @"^backup: 10 ÷ 1 years ([\d.]+)", 11),
        new("year", "start, ten years ÷ one", @"^start until ready: 10 ÷ 1 years ([\d.]+)", 1.5),
        new("year", "memory, ten years ÷ one", @"^memory once all ids are read: 10 ÷ 1 years ([\d.]+)", 1.5),
        new("year", "pages, ten years ÷ one", @"^the median of all pages: 10 ÷ 1 years ([\d.]+)", 1.5),
        new("year", "a 32 GB card lasts", @"^a 32 GB card has room for (\d+) years", 10) { IsAtLeast = true, Unit = " years" },
    ];

    private static Target[] Rules =>
    [
        new("profiles", "a plug's message by its profile ÷ by hand", @"^plug's status: .* ratio ([\d.]+)", 3),
        new("profiles", "bytes more", @"^plug's status: .* bytes more (\d+)", 0),
        new("profiles", "a bay sensor's message by its profile ÷ by hand", @"^bay sensor's bytes: .* ratio ([\d.]+)", 3),
        new("profiles", "bytes more there", @"^bay sensor's bytes: .* bytes more (\d+)", 0),
        new("rules", "one condition", @"^one evaluation ([\d.]+) ns", 250) { Unit = " ns" },
        new("rules", "one condition ÷ the same in C#", @"in C# [\d.]+ ns, ratio ([\d.]+)", 5),
        new("rules", "loading a thousand rules", @"^loading 1000 rules \d+ ms the first time, (\d+) ms", 500) { Unit = " ms" },
        new("rules", "a thousand rules on ten thousand facts", @"each rule sees each: ([\d.]+) s", 1) { Unit = " s of CPU" },
    ];

    private static Target[] Promptness =>
    [
        new("gate", "card, exit and fire to the lock, p99", @"to lock, .*? p99 ([\d.]+) ms", 20) { Unit = " ms" },
        new("charging", "trip to cut, 200 sockets, p99", @"^trip to cut, 200 sockets.*? p99 ([\d.]+) ms", 20) { Unit = " ms" },
        new("charging", "trip to cut, 10,000 sockets, p99", @"^trip to cut, 10000 sockets.*? p99 ([\d.]+) ms", 50) { Unit = " ms" },
        new("calls", "help button to staff's page, p99", @"^help to staff page: .*? p99 ([\d.]+) ms", 300) { Unit = " ms" },
        new("calls", "help button to a notification, disk stalled, p99", @"^help to webhook, disk stalled: .*? p99 ([\d.]+) ms", 2_000)
        { Unit = " ms" },
        new("parking", "a change to 500 open pages, p99", @"^a change to 500 open pages: .*? p99 (\d+) ms", 500) { Unit = " ms" },
        new("parking", "an open page", @"^an open page: ([\d.]+) kB", 50) { Unit = " kB" },
        new("parking", "/api/parking", @"^/api/parking: (\d+) requests/s", 10_000) { IsAtLeast = true, Unit = "/s" },
        new("parking", "10,000 bays", @"^10000 bays, .*: ([\d.]+) ?% of one core", 15) { Unit = " % of a core" },
        new("series", "export to InfluxDB 1.6 ÷ curl", @"^V1: export \d+ lines/s beside curl's \d+: ratio ([\d.]+)", 0.9)
        { IsAtLeast = true },
        new("series", "export to VictoriaMetrics ÷ curl", @"^VictoriaMetrics: export \d+ lines/s beside curl's \d+: ratio ([\d.]+)", 0.9)
        { IsAtLeast = true },
        new("backup", "backup of a million transfers", @"^backup, encrypted and restored for a trial: ([\d.]+) s", 10) { Unit = " s" },
    ];

    private static Target[] District =>
    [
        new("district", "rows into the district ÷ psql's COPY", @"^ingest ÷ COPY: ([\d.]+)", 0.8) { IsAtLeast = true },
        new("district", "publishing to the district ÷ bare", @"^publishing ÷ bare: ([\d.]+)", 0.7) { IsAtLeast = true },
        new("district", "commit to the district's roll-ups, 1,000 estates, p99", @"^commit to roll-up, .*? p99 ([\d.]+) s", 5)
        { Unit = " s" },
        new("district", "delay by a month's catch-up of one estate", @"^delay by a month's catch-up: ([\d.]+) s", 1) { Unit = " s" },
        new("district", "memory of a district's worker", @"^worker: at most ([\d.]+) MB", 150) { Unit = " MB" },
        new("district", "page of 1,000 estates, p95", @"^page of 1000 estates: ([\d.]+) ms", 300) { Unit = " ms" },
        new("district", "page of 1,000 estates", @"^page of 1000 estates: ([\d.]+) kB", 100) { Unit = " kB" },
        new("district", "first data after a kill of each role", @"^first data again after a kill: .* at most ([\d.]+) s", 10)
        { Unit = " s" },
        new("district", "CPU per tap with the uplink ÷ without", @"^CPU per tap with the uplink ÷ without: ([\d.]+)", 1.05),
        new("district", "memory with the uplink", @"^memory with the uplink: (-?[\d.]+) MB more", 8) { Unit = " MB more" },
    ];
}
