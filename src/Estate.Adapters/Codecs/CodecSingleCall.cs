namespace Estate.Adapters.Codecs;

/// <summary>
/// One message through a codec, for a person at the command line: in this process, which they can end. The gateway never does so
/// (<see cref="CodecProcess"/>).
/// </summary>
public static class CodecSingleCall
{
    public static CodecResult Run(Codec codec, CodecCall call)
    {
        try
        {
            CodecEngine.WarmUp();
            return new CodecEngine(codec).Run(call);
        }
        catch (FormatException failure)
        {
            return CodecResult.Failed(CodecFailure.BadCodec, failure.Message);
        }
    }
}
