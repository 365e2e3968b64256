namespace Estate.Domain.Rules.Cel;

/// <summary>A type of the expression language; <see cref="Dyn"/> is decided while it runs.</summary>
internal sealed record CelType(string Name, CelType? Element = null, CelType? Key = null)
{
    public static readonly CelType Dyn = new("dyn");
    public static readonly CelType Null = new("null_type");
    public static readonly CelType Bool = new("bool");
    public static readonly CelType Int = new("int");
    public static readonly CelType Uint = new("uint");
    public static readonly CelType Double = new("double");
    public static readonly CelType String = new("string");
    public static readonly CelType Bytes = new("bytes");
    public static readonly CelType Timestamp = new("google.protobuf.Timestamp");
    public static readonly CelType Duration = new("google.protobuf.Duration");
    public static readonly CelType Type = new("type");

    /// <summary>All that can stand in an expression by their names.</summary>
    internal static readonly IReadOnlyDictionary<string, CelType> Named =
        new[] { Null, Bool, Int, Uint, Double, String, Bytes, Timestamp, Duration, Type, List(Dyn), Map(Dyn, Dyn) }.ToDictionary(type =>
            type.Name);

    public bool IsDyn => ReferenceEquals(this, Dyn) || Name == "dyn";
    public bool IsList => Name == "list";
    public bool IsMap => Name == "map";
    public bool IsNumber => Name is "int" or "uint" or "double";

    public static CelType List(CelType element) => new("list", element);

    public static CelType Map(CelType key, CelType element) => new("map", element, key);

    /// <summary>Whether a value of this type may stand where <paramref name="wanted"/> is expected.</summary>
    public bool Fits(CelType wanted) => IsDyn || wanted.IsDyn
        || (Name == wanted.Name && (Element is null || wanted.Element is null || Element.Fits(wanted.Element))
            && (Key is null || wanted.Key is null || Key.Fits(wanted.Key)))
        // A value that may be missing.
        || (Name == "null_type" && wanted.Name is "google.protobuf.Timestamp" or "google.protobuf.Duration");

    /// <summary>The type of something that is one or the other.</summary>
    public static CelType Join(CelType one, CelType other) => one == other ? one
        : one.IsList && other.IsList ? List(Join(one.Element ?? Dyn, other.Element ?? Dyn))
        : Dyn;

    public static CelType Of(CelKind kind) => kind switch
    {
        CelKind.Null => Null,
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.Uint => Uint,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        CelKind.Timestamp => Timestamp,
        CelKind.Duration => Duration,
        CelKind.List => List(Dyn),
        CelKind.Map => Map(Dyn, Dyn),
        CelKind.Type => Type,
        _ => Dyn,
    };

    public override string ToString() => Name switch
    {
        "list" when Element is { IsDyn: false } => $"list({Element})",
        "map" when Element is { IsDyn: false } => $"map({Key}, {Element})",
        "google.protobuf.Timestamp" => "timestamp",
        "google.protobuf.Duration" => "duration",
        _ => Name,
    };
}
