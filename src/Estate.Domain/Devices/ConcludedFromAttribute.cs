namespace Estate.Domain.Devices;

/// <summary>
/// A fact of this type says what was concluded at once from one of these. The journal keeps it in that fact's entry, under its number,
/// where both are of one device and time and all that both name is the same; otherwise in an entry of its own, as ever.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ConcludedFromAttribute(params Type[] facts) : Attribute
{
    public IReadOnlyList<Type> Facts => facts;
}
