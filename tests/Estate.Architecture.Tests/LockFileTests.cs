using System.Text.Json;
using Estate.TestKit;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>A project outside the solution is not restored with it, and a build that locks its packages would be refused.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void All_lock_files_say_the_same_of_a_project()
    {
        var said = Files()
            .SelectMany(file => Entries(file).Where(entry => Type(entry.Value) == "Project")
                .Select(entry => (entry.Name, Says: entry.Value.GetRawText(), File: Path.GetRelativePath(Repository.Root, file))))
            .ToLookup(entry => entry.Name);
        Assert.Contains(said, one => one.Key == "estate.adapters" && one.Count() > 3);
        Assert.All(said, one => Assert.True(
            one.Select(entry => entry.Says).Distinct().Count() == 1,
            $"{one.Key} differs between {string.Join(", ", one.GroupBy(entry => entry.Says).Select(group => group.First().File))}; "
            + "run dotnet restore --force-evaluate there, and commit the lock files"));
    }

    private static IEnumerable<string> Files() =>
        new[] { "src", "tests", "bench", "firmware-sim" }
            .SelectMany(top => Directory.GetFiles(Path.Combine(Repository.Root, top), "packages.lock.json", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    private static List<JsonProperty> Entries(string file)
    {
        var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(one => one.Value.EnumerateObject())];
    }

    private static string? Type(JsonElement entry) => entry.GetProperty("type").GetString();
}
