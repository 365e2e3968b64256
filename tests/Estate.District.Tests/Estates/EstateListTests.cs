using Estate.District.Estates;
using Estate.District.Store;
using Estate.TestKit;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Estates;

[Collection(DistrictCollection.Name)]
public sealed class EstateListTests(DistrictFixture servers)
{
    private const string Xinghe =
        """
        { "site": "xinghe", "name": { "zh": "星河小区", "en": "Xinghe Estate" }, "committee": { "zh": "星河居委会", "en": "Xinghe" },
          "street": { "zh": "花木街道", "en": "Huamu" }, "district": { "zh": "浦东新区", "en": "Pudong" }, "households": 1469,
          "position": { "gcj02": [31.2, 121.5] } }
        """;

    /// <summary>Deeper than any reader of JSON goes.</summary>
    private const string Deep = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";

    [Fact]
    public async Task The_table_is_as_the_file_says()
    {
        await using var source = NpgsqlDataSource.Create(await servers.DatabaseAsync());
        await Migrations.RunAsync(source, CancellationToken.None);
        foreach (var name in new[] { "星河小区", "新名字" })
        {
            var (estates, wrong) = Read($"[{Xinghe.Replace("星河小区", name, StringComparison.Ordinal)}]");
            Assert.Empty(wrong);
            await EstateRows.ReplaceAsync(source, estates!, CancellationToken.None);
            await using var command = source.CreateCommand(
                "SELECT site || name_zh || street_en || households || ' ' || east || ' ' || north || ' ' || datum FROM estate");
            Assert.Equal(
                $"xinghe{name}Huamu1469 121.5 31.2 gcj02", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("\"xinghe\"", "\"../x\"", "no site")]
    [InlineData("1469", "0", "households, 1 to")]
    [InlineData("\"Huamu\"", "\" \"", "xinghe: street needs zh and en")]
    [InlineData("\"households\": 1469", "\"household\": 1469", "household")]
    [InlineData("\"site\": \"xinghe\",", "", "site")]
    [InlineData("星河居委会", "星\\u0007", "committee needs")]
    [InlineData("[31.2, 121.5]", "[121.5, 31.2]", "position needs")]
    [InlineData("[31.2, 121.5]", "[31.2]", "position needs")]
    [InlineData("[31.2, 121.5]", "[31.2, 121.5], \"plan\": [0, 0]", "position needs")]
    [InlineData("gcj02", "bd09", "bd09")]
    [InlineData("{ \"site\"", "{{ \"site\"", "line 1, column 3, $[0]: ")]
    [InlineData("\"households\": 1469", "\"households\": 1469, \"households\": 7", "line 2, column ")]
    [InlineData("\"households\": 1469", "\"households\": 7, \"households\": 7", "uplicate property 'households'")]
    [InlineData("\"en\": \"Huamu\"", "\"en\": \"Huamu\", \"en\": \"West\"", "line 2, column ")]
    [InlineData("1469", "1e3", "line 2, column 109, $[0].households: ")]
    [InlineData("1469", "1469.5", "$[0].households: ")]
    [InlineData("1469", "01469", "line 2, column 1")]
    [InlineData("1469", "0x10", "line 2, column 1")]
    [InlineData("1469", "\"1469\"", "$[0].households: ")]
    [InlineData("1469", "NaN", "line 2, column 1")]
    [InlineData("[31.2, 121.5]", "[1e999, 121.5]", "position needs")]
    [InlineData("[31.2, 121.5]", Deep, "line 3, column ")]
    [InlineData("121.5] } }", "121.5] } } ]", "line 3, column ")]
    [InlineData("{ \"site\"", "null, { \"site\"", "[0] is null")]
    public void What_is_wrong_in_the_file_is_told_with_its_place(string from, string to, string said)
    {
        var (_, wrong) = Read($"[{Xinghe.Replace(from, to, StringComparison.Ordinal)}]");
        Assert.Contains(
            wrong, one => one.Contains("estates.json", StringComparison.Ordinal) && one.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void An_estate_that_is_there_twice_is_told() =>
        Assert.Contains(Read($"[{Xinghe},{Xinghe}]").Wrong, one => one.Contains("xinghe is there twice", StringComparison.Ordinal));

    [Fact]
    public void Positions_of_two_kinds_are_told_because_they_would_lie_half_a_kilometre_apart()
    {
        var other = Xinghe.Replace("\"xinghe\"", "\"other\"", StringComparison.Ordinal).Replace("gcj02", "wgs84", StringComparison.Ordinal);
        Assert.Contains(Read($"[{Xinghe},{other}]").Wrong, one => one.Contains("positions are gcj02 and wgs84", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_of_two_areas_is_told_because_an_account_would_see_both()
    {
        var other = Xinghe.Replace("\"xinghe\"", "\"other\"", StringComparison.Ordinal).Replace("花木街道", "东河镇", StringComparison.Ordinal);
        Assert.Contains(Read($"[{Xinghe},{other}]").Wrong, one => one.Contains("星河居委会 lies in 花木街道 and 东河镇", StringComparison.Ordinal));
    }

    private static (IReadOnlyList<ListedEstate>? Estates, List<string> Wrong) Read(string text)
    {
        using var folder = new TemporaryFolder(inMemory: true);
        File.WriteAllText(folder.File("estates.json"), text);
        var wrong = new List<string>();
        return (EstateList.Read(folder.File("estates.json"), wrong), wrong);
    }
}
