using System.Text.Json;
using Estate.Domain.People;
using Estate.Web.Rules;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Rules;

/// <summary>Rules by forms: a template's blanks become the rule's text, and a text that is of a template becomes its form again.</summary>
public sealed class RuleFormTests : ChromiumFixture
{
    public static TheoryData<string> Keys => [.. RuleTemplates.All.Select(template => template.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void What_a_template_writes_it_reads_again(string key)
    {
        var template = RuleTemplates.Find(key)!;
        var usual = template.Fields.ToDictionary(field => field.Name, field => field.Usual);
        Assert.Equal(usual, template.Read(template.Example)!);
        Assert.Equal(template, RuleTemplates.Read(template.Example.ReplaceLineEndings("\r\n") + "\r\n")!.Template);
        Assert.All(template.Fields.Where(field => field.Most is not null), field =>
        {
            var most = new Dictionary<string, string>(usual) { [field.Name] = $"{field.Most:0}" };
            Assert.Equal(most[field.Name], template.Read(template.Write(most))![field.Name]);
            Assert.NotNull(field.MistakeOf($"{field.Most + 1:0}"));
            Assert.NotNull(field.MistakeOf("many"));
        });
        Assert.Null(template.Read(template.Example.Replace("severity:", "labels: {area: x}\n    severity:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_template_is_a_rule_that_the_estate_takes()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("engineer", Role.Engineer);
        foreach (var template in RuleTemplates.All)
        {
            var answer = await gateway.AskAsync(
                HttpMethod.Post, "/api/rules/check", "engineer", JsonSerializer.Serialize(new { yaml = template.Example }));
            Assert.Equal("[]", answer.GetProperty("mistakes").GetRawText());
        }
    }

    [Fact]
    public async Task A_rule_is_made_from_the_empty_list_by_a_form_without_a_script()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("engineer", Role.Engineer);
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/rules&lang=en", javaScript: false);
        await LogInAsync(page, "engineer");
        Assert.Contains("value.fill >= 0.85", await page.InnerTextAsync("#example"), StringComparison.Ordinal);
        await page.ClickAsync("main >> text=A station is hot");
        await page.FillAsync("#field-degrees", "hot");
        await page.ClickAsync("text=Put it into the rule");
        Assert.Contains("a whole number from 20 to 90", await page.InnerTextAsync("#field-degrees-wrong"), StringComparison.Ordinal);
        await page.FillAsync("#field-degrees", "52");
        await page.SelectOptionAsync("#field-severity", "high");
        await page.ClickAsync("text=Put it into the rule");
        Assert.Contains("value.temp_c >= 52.0", await page.InputValueAsync("#yaml"), StringComparison.Ordinal);
        await page.ClickAsync("text=Save and put in force");
        await IsAtAsync(page, "/staff/rules/station-hot");
        Assert.Equal("52", await page.InputValueAsync("#field-degrees"));

        // The other way: what is changed in the text stands in the form, and beyond the blanks it is text only.
        await FillTextAsync(page, "52.0", "55.0");
        Assert.Equal("55", await page.InputValueAsync("#field-degrees"));
        await FillTextAsync(page, "value.temp_c >= 55.0", "value.temp_c >= 55.0 && value.temp_c < 80.0");
        Assert.Contains("changed as text only", await page.InnerTextAsync("#text-only"), StringComparison.Ordinal);
        Assert.DoesNotContain(Errors, error => !error.Contains("409", StringComparison.Ordinal));
    }

    private static async Task FillTextAsync(IPage page, string before, string after)
    {
        await page.FillAsync("#yaml", (await page.InputValueAsync("#yaml")).Replace(before, after, StringComparison.Ordinal));
        await page.ClickAsync("text=Try it on what was recorded");
    }
}
