using System.Collections.Concurrent;
using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

public sealed class SimulatedPinsTests : IDisposable
{
    private static readonly PinPlan Plan = new(
        [new("gate/s-gate:lock", LineAddress.Parse("GPIO5")), new("lamp", LineAddress.Parse("GPIO6"))],
        [new("gate/s-gate:contact", LineAddress.Parse("GPIO7")), new("exit", LineAddress.Parse("GPIO8"))],
        [new("gate/s-gate:reader", LineAddress.Parse("GPIO9"), LineAddress.Parse("GPIO10"))]);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly SimulatedPins _pins;

    public SimulatedPinsTests() => _pins = Build();

    private string Path => _folder.File("pins.sock");

    [Fact]
    public void All_inputs_are_inactive_at_first()
    {
        Assert.NotNull(_pins.Problem);
        _pins.Start(Heard);
        Assert.Equal(["gate/s-gate:contact False", "exit False"], _seen);
        Assert.Null(_pins.Problem);
        Assert.Equal(($"simulated pins at {Path}", true), (_pins.Description, _pins.IsSimulated));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task A_level_that_is_set_is_reported_once()
    {
        using var player = await StartAsync();
        Assert.Equal("ok", await player.AskAsync("set gate/s-gate:contact 1"));
        Assert.Equal("ok", await player.AskAsync("set gate/s-gate:contact 1"));
        Assert.Equal("ok", await player.AskAsync("set gate/s-gate:contact 0\r"));
        Assert.Equal(["gate/s-gate:contact True", "gate/s-gate:contact False"], _seen.Skip(2));
    }

    [Fact]
    public async Task Consecutive_frames_are_read_immediately()
    {
        using var player = await StartAsync();
        for (var i = 0; i < 100; i++)
            Assert.Equal("ok", await player.AskAsync("frame gate/s-gate:reader 11101010000011011100000010"));
        Assert.Equal(Enumerable.Repeat("gate/s-gate:reader 3A83702/26", 100), _seen.Skip(2));
    }

    [Fact]
    public async Task A_simulated_frame_goes_through_the_real_assembler()
    {
        using var player = await StartAsync();
        Assert.Equal("error the frame was discarded: too_long", await player.AskAsync($"frame gate/s-gate:reader {new string('1', 65)}"));
        Assert.Equal("ok", await player.AskAsync("frame gate/s-gate:reader 1"));
        Assert.Equal(["gate/s-gate:reader too_long", "gate/s-gate:reader 1/1"], _seen.Skip(2));
    }

    [Theory]
    [InlineData("set door 1", "error there is no input 'door'; there are: gate/s-gate:contact, exit")]
    [InlineData("set lamp 1", "error there is no input 'lamp'; there are: gate/s-gate:contact, exit")]
    [InlineData("set exit", "error '' is no level: set exit 1 for active, 0 for not")]
    [InlineData("set exit 2", "error '2' is no level: set exit 1 for active, 0 for not")]
    [InlineData("frame exit 1", "error there is no reader 'exit'; there are: gate/s-gate:reader")]
    [InlineData("frame gate/s-gate:reader 102", "error a frame is written in 0 and 1")]
    [InlineData("hello", "error 'hello' is not known; there are: set NAME 0|1, frame NAME BITS, pins")]
    [InlineData("", "error '' is not known")]
    public async Task A_wrong_command_is_answered_with_help(string line, string answer)
    {
        using var player = await StartAsync();
        Assert.StartsWith(answer, await player.AskAsync(line), StringComparison.Ordinal);
        Assert.Equal("ok", await player.AskAsync("set exit 1"));
    }

    [Fact]
    public async Task The_pins_are_listed()
    {
        using var player = await StartAsync();
        await player.AskAsync("set exit 1");
        await player.SendAsync("pins");
        foreach (var line in new[] { "output gate/s-gate:lock 0", "output lamp 0", "input gate/s-gate:contact 0", "input exit 1",
            "reader gate/s-gate:reader", "ok" })
            Assert.Equal(line, await player.ReadAsync());
    }

    [Fact]
    public async Task Every_client_receives_the_outputs_and_their_changes()
    {
        using var first = await StartAsync();
        Assert.True(_pins.Drive("lamp", true));
        Assert.True(_pins.Drive("lamp", true));
        Assert.Equal("out lamp 1", await first.ReadAsync());
        using var second = new PinClientSimulator(Path);
        Assert.Equal("out gate/s-gate:lock 0", await second.ReadAsync());
        Assert.Equal("out lamp 1", await second.ReadAsync());
        _pins.Drive("gate/s-gate:lock", true);
        Assert.Equal("out gate/s-gate:lock 1", await first.ReadAsync());
        Assert.Equal("out gate/s-gate:lock 1", await second.ReadAsync());
        first.Dispose();
        _pins.Drive("lamp", false);
        Assert.Equal("out lamp 0", await second.ReadAsync());
        Assert.Throws<ArgumentException>(() => _pins.Drive("exit", true));
    }

    [Fact]
    public async Task A_handler_may_drive_an_output()
    {
        using var player = await StartAsync(PinEvents.Ignored with { InputChanged = (_, active) => _pins.Drive("lamp", active) });
        await player.SendAsync("set exit 1");
        Assert.Equal("out lamp 1", await player.ReadAsync());
        Assert.Equal("ok", await player.ReadAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_blocks_nobody()
    {
        using var slow = await StartAsync();
        using var quick = new PinClientSimulator(Path);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 1; i <= 100_000; i++)
            _pins.Drive("lamp", i % 2 == 1);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 10);
        // Both read too slowly for that; whoever comes next is served.
        using var next = new PinClientSimulator(Path);
        Assert.Equal("out gate/s-gate:lock 0", await next.ReadAsync());
        Assert.Equal("out lamp 0", await next.ReadAsync());
        string? heard;
        var count = 0;
        while ((heard = await slow.ReadAsync()) is not null)
            count++;
        Assert.InRange(count, 0, 90_000);
    }

    [Fact]
    public async Task A_ninth_client_is_refused_until_a_place_is_free()
    {
        var players = new List<PinClientSimulator> { await StartAsync() };
        while (players.Count < 8)
        {
            players.Add(new(Path));
            Assert.Equal("out gate/s-gate:lock 0", await players[^1].ReadAsync());
        }
        using (var ninth = new PinClientSimulator(Path))
        {
            Assert.StartsWith("error there are 8 clients already", await ninth.ReadAsync(), StringComparison.Ordinal);
            Assert.Null(await ninth.ReadAsync());
        }
        players[3].Dispose();
        await Eventually.UntilAsync(async () =>
        {
            using var late = new PinClientSimulator(Path);
            return await late.ReadAsync();
        }, heard => heard == "out gate/s-gate:lock 0");
        players.ForEach(player => player.Dispose());
    }

    [Fact]
    public async Task A_line_beyond_the_length_limit_is_refused()
    {
        using var player = await StartAsync();
        Assert.StartsWith("error '", await player.AskAsync(new string('x', 4096)), StringComparison.Ordinal);
        await player.SendAsync(new string('x', 5000));
        Assert.StartsWith("error a line has at most 4096 bytes", await player.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await player.ReadAsync());
    }

    [Fact]
    public async Task Inputs_are_refreshed_about_every_second()
    {
        var refreshed = new ConcurrentQueue<string>();
        using var player = await StartAsync(Heard with { Refreshed = levels => refreshed.Enqueue(string.Join(' ', levels)) });
        await player.AskAsync("set exit 1");
        await Eventually.UntilAsync(() => refreshed.Count >= 3);
        Assert.Equal("[gate/s-gate:contact, False] [exit, True]", refreshed.Last());
        Assert.Equal(3, _seen.Count);
    }

    [Fact]
    public async Task A_stale_socket_is_replaced_and_a_live_one_is_not()
    {
        // A file of no length that nobody listens at is what a killed gateway leaves.
        await File.WriteAllTextAsync(Path, "");
        using var player = await StartAsync();
        Assert.Equal("ok", await player.AskAsync("set exit 1"));
        using var other = Build();
        other.Start(Heard);
        Assert.Contains("another program listens there; end it", other.Problem, StringComparison.Ordinal);
        other.Dispose();
        Assert.Equal("ok", await player.AskAsync("set exit 0"));
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public void An_unusable_socket_path_is_reported_and_no_file_is_lost()
    {
        File.WriteAllText(Path, "mine");
        _pins.Start(Heard);
        Assert.Contains("a file is there", _pins.Problem, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path));
        foreach (var (path, problem) in new[] { (_folder.File("none/pins.sock"), "make it"),
            (_folder.File(new string('x', 120)), "at most 107 bytes") })
        {
            using var pins = new SimulatedPins(Plan, path, TimeProvider.System);
            pins.Start(Heard);
            Assert.Contains(problem, pins.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Dispose_hangs_up_and_removes_the_socket()
    {
        using var player = await StartAsync();
        var seen = _seen.Count;
        _pins.Dispose();
        Assert.Null(await player.ReadAsync());
        Assert.False(File.Exists(Path));
        Assert.Equal(("stopped", seen), (_pins.Problem, _seen.Count));
        Assert.False(_pins.Drive("lamp", true));
    }

    public void Dispose()
    {
        _pins.Dispose();
        _folder.Dispose();
    }

    private PinEvents Heard => new(
        (name, active) => _seen.Enqueue($"{name} {active}"),
        (name, frame) => _seen.Enqueue($"{name} {frame.Bits:X}/{frame.Length}"),
        (name, reason) => _seen.Enqueue($"{name} {reason}"),
        _ => { });

    private SimulatedPins Build() => new(Plan, Path, TimeProvider.System);

    /// <summary>A player who has received both outputs.</summary>
    private async Task<PinClientSimulator> StartAsync(PinEvents? events = null)
    {
        _pins.Start(events ?? Heard);
        var player = new PinClientSimulator(Path);
        Assert.Equal("out gate/s-gate:lock 0", await player.ReadAsync());
        Assert.Equal("out lamp 0", await player.ReadAsync());
        return player;
    }
}
