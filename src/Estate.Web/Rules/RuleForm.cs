using Estate.Domain.Devices;

namespace Estate.Web.Rules;

/// <summary>A template as somebody has filled it in.</summary>
/// <param name="Values">By the fields' names, as people write them.</param>
public sealed record RuleForm(RuleTemplate Template, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>By the fields' ids.</summary>
    public IReadOnlyDictionary<string, Text> Mistakes { get; init; } = new Dictionary<string, Text>();

    /// <summary>Null where the form names no template.</summary>
    internal static RuleForm? Read(IFormCollection form)
    {
        if (RuleTemplates.Find(form["template"].ToString()) is not { } template)
            return null;
        var values = template.Fields.ToDictionary(field => field.Name, field => form[IdOf(field)].ToString().Trim());
        return new(template, values)
        {
            Mistakes = template.Fields.Select(field => (Id: IdOf(field), Mistake: field.MistakeOf(values[field.Name])))
                .Where(one => one.Mistake is not null).ToDictionary(one => one.Id, one => one.Mistake!.Value),
        };
    }

    internal static string IdOf(TemplateField field) => "field-" + field.Name;
}
