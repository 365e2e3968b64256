using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>A reading that a message gives: each value by its expression.</summary>
internal sealed record ProfileReading(ReadingShape Shape, CelProgram? When, (int Field, CelProgram Value)[] Values)
{
    internal void Read<TSink>(ProfileFrame frame, ref TSink sink)
        where TSink : struct, IProfileSink
    {
        if (When is not null && When.Test(frame.Cel) != CelTruth.True)
            return;
        frame.Values.Clear();
        for (var i = 0; i < Values.Length; i++)
        {
            var (index, program) = Values[i];
            var (field, value) = (Shape.Fields[index], program.Evaluate(frame.Cel));
            if (value.Kind is not (CelKind.Unknown or CelKind.Null) && Put(frame.Values, index, field, value) is { } wrong)
                sink.OnLeftOut($"{Shape.Name}.{field.Name}", wrong);
        }
        if (frame.Values.HasAny)
            sink.OnReading(Shape, frame.Values);
    }

    /// <summary>Null where it is a value; else what is wrong with it.</summary>
    private static string? Put(ReadingValues values, int index, ReadingField field, CelValue value)
    {
        if (value.Kind == CelKind.Error)
            return value.Problem;
        switch (field.Type)
        {
            case ReadingFieldType.Number when value.Kind == CelKind.Double:
                if (!(value.AsDouble >= field.Min && value.AsDouble <= field.Max)
                    || (field.IsWhole && value.AsDouble != Math.Floor(value.AsDouble)))
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{value.AsDouble} cannot be; it is {field.Min} to {field.Max}{(field.IsWhole ? ", whole" : "")}");
                values.Set(index, value.AsDouble);
                return null;
            case ReadingFieldType.Flag when value.Kind == CelKind.Bool:
                values.Set(index, value.AsBool);
                return null;
            case ReadingFieldType.Word when value.Kind == CelKind.String:
                if (value.AsText.Length is 0 or > ReadingField.MaxLength)
                    return $"a text of {value.AsText.Length} letters; 1 to {ReadingField.MaxLength}";
                if (field.Words.Count > 0 && !field.Words.Contains(value.AsText))
                    return $"another word than {string.Join(", ", field.Words)}";
                values.Set(index, value.AsText);
                return null;
            default:
                return $"a {CelType.Of(value.Kind)}, not a {field.Type.ToString().ToLowerInvariant()}";
        }
    }
}
