using System.Globalization;
using System.Net;
using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>
/// Stands before a real time-series server and has moods: away, slow, refusing, too small, breaking off before or after the server
/// has written. Each request meets the next one of a shuffled deck.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    internal static readonly IReadOnlyList<string> AllMoods = ["well", "slow", "500", "503", "401", "413", "deaf", "half"];

    private const int TooLarge = 1_000;

    private readonly HttpListener _listener = new();
    private readonly HttpClient _real;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string> _moods;
    private readonly Queue<string> _deck = new();
    private bool _owesTooLarge;
    private volatile bool _isWell = true;

    /// <param name="moods">Null: all.</param>
    internal FaultProxy(Uri real, int seed, TimeProvider time, params IReadOnlyList<string>? moods)
    {
        (_random, _time, _moods) = (new Random(seed), time, moods is null or [] ? AllMoods : moods);
        _real = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = real };
        Port = BenchEstate.FreePort();
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    internal int Port { get; }

    internal bool IsWell
    {
        get => _isWell;
        set => _isWell = value;
    }

    /// <summary>Requests by the mood they met.</summary>
    internal Dictionary<string, int> Met { get; } = [];

    public void Dispose()
    {
        _listener.Close();
        _real.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var mood = IsWell ? "well" : Draw(body.Length);
        // What is broken off below goes out as this, as from a proxy that lost its server; without it, it would go out as success.
        context.Response.StatusCode = (int)HttpStatusCode.BadGateway;
        try
        {
            await AnswerAsync(context, body.ToArray(), mood);
        }
        catch (Exception gone) when (gone is HttpListenerException or HttpRequestException or IOException or ObjectDisposedException)
        {
            // Whoever asked did not wait, or the real one is not there.
            context.Response.Abort();
        }
    }

    private string Draw(long size)
    {
        if (_deck.Count == 0)
            foreach (var one in _moods.OrderBy(_ => _random.Next()))
                _deck.Enqueue(one);
        // A limit is one of size: what is small passes, the next that is not meets it.
        var isLarge = size > TooLarge;
        var mood = _owesTooLarge && isLarge ? "413" : _deck.Dequeue();
        _owesTooLarge = (_owesTooLarge || mood == "413") && !isLarge;
        if (mood == "413" && !isLarge)
            mood = "well";
        Met[mood] = Met.GetValueOrDefault(mood) + 1;
        return mood;
    }

    private async Task AnswerAsync(HttpListenerContext context, byte[] body, string mood)
    {
        if (mood == "slow")
            await Task.Delay(TimeSpan.FromSeconds(1.5), _time);
        if (mood == "deaf")
            context.Response.Abort();
        else if (int.TryParse(mood, CultureInfo.InvariantCulture, out var status))
        {
            context.Response.StatusCode = status;
            context.Response.Close();
        }
        else
            await ForwardAsync(context, body, isWhole: mood != "half");
    }

    private async Task ForwardAsync(HttpListenerContext context, byte[] body, bool isWhole)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.HttpMethod), context.Request.RawUrl)
        { Content = new ByteArrayContent(body) };
        // Compressed as it came.
        foreach (var name in new[] { "Content-Type", "Content-Encoding" })
            if (context.Request.Headers[name] is { } value)
                request.Content.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _real.SendAsync(request);
        if (!isWhole)
        {
            // Written, but whoever sent it does not learn that.
            context.Response.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        var words = await answer.Content.ReadAsByteArrayAsync();
        if (words.Length > 0)
            await context.Response.OutputStream.WriteAsync(words);
        context.Response.Close();
    }
}
