using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime;
using NodaTime;

namespace Estate.Adapters.Codecs;

/// <summary>
/// One prepared codec. Each call runs in an engine of its own, without files, network or .NET types, so that nothing is left for the next
/// message. What the engine does not bound ends the process; that is why codecs have one of their own (<see cref="CodecProcess"/>).
/// </summary>
internal sealed class CodecEngine
{
    private static readonly Prepared<Script> BufferScript = Engine.PrepareScript(ScriptOf("buffer.js"), "buffer.js");
    private static readonly Prepared<Script> ConsoleScript = Engine.PrepareScript(ScriptOf("console.js"), "console.js");

    private const int WarmUps = 20;

    private readonly Prepared<Script> _script;
    private readonly CodecEntry _entry;

    /// <exception cref="FormatException">It is too large, or is no JavaScript: where, and what is wrong.</exception>
    internal CodecEngine(Codec codec)
    {
        _entry = codec.Entry;
        if (codec.Source.Length > CodecLimits.MaxSourceBytes)
            throw new FormatException($"{codec.Source.Length >> 10} KiB, at most {CodecLimits.MaxSourceBytes >> 10}");
        try
        {
            _script = Engine.PrepareScript(codec.Source, codec.Name, strict: false, new()
            {
                ParsingOptions = new() { CompileRegex = false, RegexTimeout = CodecLimits.Pattern },
            });
        }
        catch (ScriptPreparationException failure)
        {
            throw new FormatException(failure.InnerException?.Message ?? failure.Message);
        }
    }

    /// <summary>So that the first message is not refused for what compiling takes: again until it stays within the bounds.</summary>
    internal static void WarmUp()
    {
        var codec = new CodecEngine(new("warm-up", """
            function decodeUplink(input) {
              var d = {}; for (var i = 0; i < input.bytes.length; i++) { d['v' + i] = input.bytes[i] / 10; }
              switch (input.fPort) { case 1: d.when = new Date().toISOString(); break; default: throw new Error('x'); }
              d.list = [1, 2].map(function (x) { return x << 1; }); d.word = Buffer.from(input.bytes).toString('hex');
              return { data: d, warnings: [], errors: [] };
            }
            """));
        for (var tries = 0; tries < WarmUps && !codec.Run(new(IsEncoding: false, [1, 2, 3], 1, NodaConstants.UnixEpoch)).IsGood; tries++)
        {
        }
    }

    /// <summary>Never throws for what a codec does, but it may not return: see above.</summary>
    internal CodecResult Run(CodecCall call)
    {
        if (call.Problem is { } problem)
            return CodecResult.Failed(CodecFailure.BadInput, problem);
        return Guarded(() =>
        {
            var engine = New(call.ReceivedAt);
            engine.Execute(_script);
            return call.IsEncoding ? Encode(engine, call) : Decode(engine, call);
        });
    }

    /// <summary>Runs the codec's script, and then what is to be seen of it; within the same bounds.</summary>
    /// <returns>What <paramref name="look"/> says, or why it could not be said.</returns>
    internal string? Evaluate(Instant now, Func<Engine, string?> look)
    {
        string? seen = null;
        var result = Guarded(() =>
        {
            var engine = New(now);
            engine.Execute(_script);
            seen = look(engine);
            return CodecResult.Of([], null);
        });
        return result.IsGood ? seen : result.Text;
    }

    /// <summary>Turns what a codec throws, or what bounds throw at it, into a reason.</summary>
    internal static CodecResult Guarded(Func<CodecResult> run)
    {
        try
        {
            return run();
        }
        catch (JavaScriptException failure)
        {
            return CodecResult.Failed(CodecFailure.Threw, $"line {failure.Location.Start.Line}: {failure.Message}");
        }
        catch (Exception failure) when (failure is TimeoutException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return CodecResult.Failed(CodecFailure.TookTooLong, failure is TimeoutException ? failure.Message
                : $"one pattern takes longer than {CodecLimits.Pattern.TotalMilliseconds:0} ms");
        }
        catch (Exception failure) when (failure is MemoryLimitExceededException or InsufficientMemoryException or OutOfMemoryException
            or RecursionDepthOverflowException or InsufficientExecutionStackException)
        {
            return CodecResult.Failed(CodecFailure.TookTooMuch, failure switch
            {
                OutOfMemoryException and not InsufficientMemoryException => "it wants more memory at once than there is for codecs",
                RecursionDepthOverflowException => "it calls itself without end",
                _ => failure.Message,
            });
        }
        // Of the library's own making, at input that only a codec can give it.
        catch (Exception failure)
        {
            return CodecResult.Failed(CodecFailure.Threw, $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    /// <summary>An engine with what hosts owe a codec.</summary>
    internal static Engine New(Instant now)
    {
        var engine = new Engine(options =>
        {
            options.Constraint(new CallBounds());
            options.LimitRecursion(CodecLimits.MaxRecursion).MaxArraySize(CodecLimits.MaxArray)
                .RegexTimeoutInterval(CodecLimits.Pattern).MaxJsonParseDepth(64).DisableStringCompilation();
            options.Constraints.StackOverflowGuard = true;
            options.Constraints.PromiseTimeout = CodecLimits.Call;
            options.TimeSystem = new FrameTime(now);
            options.AddLazyGlobal("Buffer", one => one.Evaluate(BufferScript));
            options.AddLazyGlobal("console", one => one.Evaluate(ConsoleScript));
        });
        // They wait and share memory between threads: nothing a codec has to do.
        engine.Global.Delete("Atomics");
        engine.Global.Delete("SharedArrayBuffer");
        return engine;
    }

    private CodecResult Decode(Engine engine, CodecCall call)
    {
        var (name, entry) = Find(engine);
        if (name is null)
            return CodecResult.Failed(CodecFailure.BadCodec, $"it has no function {(_entry == CodecEntry.Any
                ? "decodeUplink, Decode or Decoder" : NameOf(_entry))}");
        var bytes = new JsArray(engine, [.. call.Bytes.Select(one => (JsValue)JsNumber.Create(one))]);
        var port = JsNumber.Create(call.Port);
        switch (entry)
        {
            case CodecEntry.Decode:
                return ResultReader.OfData(engine.Invoke(name, port, bytes, VariablesOf(engine, call)));
            case CodecEntry.Decoder:
                return ResultReader.OfData(engine.Invoke(name, bytes, port));
            default:
                var input = new JsObject(engine);
                input.Set("bytes", bytes);
                input.Set("fPort", port);
                input.Set("recvTime", JsValue.FromObject(engine, call.ReceivedAt.ToDateTimeUtc()));
                input.Set("variables", VariablesOf(engine, call));
                return ResultReader.OfUplink(engine.Invoke(name, input));
        }
    }

    private static CodecResult Encode(Engine engine, CodecCall call)
    {
        if (engine.GetValue("encodeDownlink").IsUndefined())
            return CodecResult.Failed(CodecFailure.BadCodec, "it has no function encodeDownlink");
        var input = new JsObject(engine);
        input.Set("data", new Jint.Native.Json.JsonParser(engine).Parse(System.Text.Encoding.UTF8.GetString(call.Bytes)));
        input.Set("fPort", JsNumber.Create(call.Port));
        input.Set("variables", VariablesOf(engine, call));
        return ResultReader.OfDownlink(engine.Invoke("encodeDownlink", input));
    }

    private (string? Name, CodecEntry Entry) Find(Engine engine)
    {
        CodecEntry[] wanted = _entry == CodecEntry.Any ? [CodecEntry.DecodeUplink, CodecEntry.Decode, CodecEntry.Decoder] : [_entry];
        foreach (var entry in wanted)
            if (engine.Evaluate($"typeof {NameOf(entry)}").AsString() == "function")
                return (NameOf(entry), entry);
        return (null, default);
    }

    private static string NameOf(CodecEntry entry) => entry switch
    {
        CodecEntry.Decode => "Decode",
        CodecEntry.Decoder => "Decoder",
        _ => "decodeUplink",
    };

    private static JsValue VariablesOf(Engine engine, CodecCall call) =>
        call.Variables is { } json ? new Jint.Native.Json.JsonParser(engine).Parse(json) : new JsObject(engine);

    private static string ScriptOf(string name)
    {
        using var stream = typeof(CodecEngine).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
