using System.Net;
using System.Net.Sockets;
using System.Text;
using Estate.Adapters.Influx;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>Answers that end in the middle, and answers that say what a person must do.</summary>
public sealed class BrokenServerTests
{
    private static readonly string[] Lines = ["bin fill=1 1", "bin fill=2 2"];

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 204")]
    [InlineData("HTTP/1.1 204 No Content\r\nX-Influxdb")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 500\r\n\r\n{\"error\":\"part")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    public async Task A_truncated_answer_is_not_an_answer_and_the_lines_are_sent_again(string half)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, half, "HTTP/1.1 204 No Content\r\n\r\n");
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(
            new(new Uri($"http://{listener.LocalEndpoint}/"), InfluxDialect.V2, "estate"), handler, TimeProvider.System, attempts: 1);
        var first = await writer.WriteAsync(Lines, default);
        Assert.False(first.IsSettled);
        Assert.False(first.NeedsPerson);
        Assert.Equal(2, (await writer.WriteAsync(Lines, default)).Stored);
        var bodies = await serving;
        Assert.Equal(bodies[0], bodies[1]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "influx.token_file")]
    [InlineData(HttpStatusCode.Forbidden, "influx.token_file")]
    [InlineData(HttpStatusCode.NotFound, "influx.database")]
    public async Task A_wrong_token_or_bucket_is_reported_with_what_to_do(HttpStatusCode code, string advice)
    {
        using var server = new ScriptedInflux(_ => code);
        using var writer = new InfluxWriter(
            new(new Uri("http://influx:8086/"), InfluxDialect.V2, "estate", "o", "t"), server, TimeProvider.System, attempts: 3);
        var report = await writer.WriteAsync(Lines, default);
        Assert.True(report.NeedsPerson);
        Assert.Contains(advice, report.Problem, StringComparison.Ordinal);
        Assert.Contains("influx:8086", report.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("\"t\"", report.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_is_not_the_servers_rejects_no_line()
    {
        // What a server with TLS says to somebody without.
        using var server = new ScriptedInflux(_ => HttpStatusCode.BadRequest) { IsStranger = true };
        using var writer = new InfluxWriter(
            new(new Uri("http://influx:8086/"), InfluxDialect.V2, "estate"), server, TimeProvider.System, attempts: 3);
        var report = await writer.WriteAsync(Lines, default);
        Assert.Empty(report.Rejected);
        Assert.True(report.NeedsPerson);
        Assert.Contains("https", report.Problem, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    /// <summary>One answer for each connection; returns what was asked.</summary>
    private static async Task<List<string>> ServeAsync(TcpListener listener, params string[] answers)
    {
        var bodies = new List<string>();
        foreach (var answer in answers)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var (buffer, asked) = (new byte[4096], "");
            while (!asked.EndsWith(Lines[^1], StringComparison.Ordinal))
                asked += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
            bodies.Add(asked[asked.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        }
        return bodies;
    }
}
