namespace Estate.Adapters.Gpio;

/// <summary>One output in a request of its own: a busy neighbour costs it nothing.</summary>
internal sealed class HeldOutput : HeldLines
{
    private readonly OutputLine _output;

    internal HeldOutput(LineRequest request, OutputLine output, bool initial)
        : base(request, [output.Pin.Name])
    {
        _output = output;
        output.Attach(request, initial);
    }

    internal override string? Fault => base.Fault ?? _output.Fault;

    internal static KernelAbi.Config Config(PinLine pin, bool initial)
    {
        var config = new KernelAbi.Config
        {
            Flags = KernelAbi.Output | (pin.IsActiveLow ? KernelAbi.ActiveLow : 0) | KernelAbi.Bias(pin.Bias),
        };
        config.Add(KernelAbi.OutputValuesAttribute, initial ? 1UL : 0UL, 1);
        return config;
    }

    public override void Dispose()
    {
        _output.Detach();
        base.Dispose();
    }

    protected override void Accept(ulong bits) => _output.Retry();
}
