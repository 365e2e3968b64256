using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>THIRD-PARTY-NOTICES says what is restored and shipped; ./estate notices (ESTATE_WRITE_DOCS=yes) writes it.</summary>
public sealed class ThirdPartyNoticesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_says_what_is_restored()
    {
        var text = ThirdPartyNotices.Text();
        if (Environment.GetEnvironmentVariable("ESTATE_WRITE_DOCS") == "yes")
            File.WriteAllText(ThirdPartyNotices.Location, text);
        var written = File.Exists(ThirdPartyNotices.Location) ? File.ReadAllText(ThirdPartyNotices.Location) : "";
        var (restored, stands) = (text.Split('\n'), written.Split('\n'));
        Assert.True(written == text, $"""
            THIRD-PARTY-NOTICES is not what is restored: ./estate notices writes it anew.
            not written: {string.Join(", ", restored.Except(stands).Take(10))}
            not restored: {string.Join(", ", stands.Except(restored).Take(10))}
            """);
    }

    [Fact]
    public void Every_locked_package_and_script_is_in_the_file()
    {
        var lines = File.ReadAllLines(ThirdPartyNotices.Location).ToHashSet();
        var locked = LockFiles.Shipped.SelectMany(LockFiles.Packages).Concat(LockFiles.Scripts(LockFiles.PageScripts))
            .Where(one => one.Name != "Microsoft.CodeAnalysis.BannedApiAnalyzers").Select(one => $"{one.Name} {one.Version}").ToList();
        Assert.NotEmpty(locked);
        Assert.DoesNotContain(locked, one => !lines.Contains(one));
    }

    [Theory]
    [InlineData("", "Some 1.0.0 names no licence")]
    [InlineData("<licenseUrl>https://example.org/licence</licenseUrl>", "Some 1.0.0 names no licence")]
    [InlineData("""<license type="expression">GPL-3.0-only</license>""", "Some 1.0.0 is under GPL-3.0-only and brings no text of it")]
    public void A_package_without_a_licence_or_its_text_is_an_error_that_names_it(string licence, string problem)
    {
        Restore(licence);
        var packages = new NuGetPackages(_folder.Path);
        var mistake = Assert.Throws<InvalidOperationException>(() => LicenceTexts.Of(packages.Read("Some", "1.0.0")));
        Assert.Contains(problem, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0", "some 1.0.0 names no licence")]
    [InlineData("2.0.0", "some is restored as 2.0.0, locked as 1.0.0")]
    public void So_is_a_script_without_one_or_of_another_version(string restored, string problem)
    {
        var folder = Directory.CreateDirectory(_folder.File("some")).FullName;
        File.WriteAllText(Path.Combine(folder, "package.json"), $$"""{"name":"some","version":"{{restored}}"}""");
        var mistake = Assert.Throws<InvalidOperationException>(() => new ScriptPackages(_folder.Path).Read("some", "1.0.0"));
        Assert.Contains(problem, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_a_package_brings_is_its_licence_and_stands_for_a_named_one()
    {
        var folder = Restore("""<license type="file">terms.txt</license>""");
        File.WriteAllText(Path.Combine(folder, "terms.txt"), "Do as you like.\r\n");
        var package = new NuGetPackages(_folder.Path).Read("Some", "1.0.0");
        Assert.Equal((null, "by somebody", "Do as you like."), (package.Licence, package.Copyright, LicenceTexts.Of(package)));
    }

    /// <returns>The folder of a package as NuGet unpacks it.</returns>
    private string Restore(string licence)
    {
        var folder = Directory.CreateDirectory(_folder.File("some/1.0.0")).FullName;
        File.WriteAllText(Path.Combine(folder, "some.nuspec"), $"""
            <package><metadata>
              <id>Some</id><version>1.0.0</version><authors>somebody</authors>{licence}
            </metadata></package>
            """);
        return folder;
    }
}
