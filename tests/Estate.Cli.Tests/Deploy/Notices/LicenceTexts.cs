using Estate.TestKit;

namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>Licences in full for packages that only name theirs: files of <c>deploy/licences</c>, by SPDX identifier.</summary>
internal static class LicenceTexts
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "licences");

    /// <summary>The text a package brings, or the one of the licence it names.</summary>
    /// <exception cref="InvalidOperationException">There is neither.</exception>
    internal static string Of(ShippedPackage package) => package.LicenceText ?? OfExpression(package);

    private static string OfExpression(ShippedPackage package)
    {
        // Where makers leave the choice, the first that is known.
        var named = package.Licence!.Split(" OR ", StringSplitOptions.TrimEntries).Select(one => Path.Combine(Folder, one + ".txt"));
        return named.FirstOrDefault(File.Exists) is { } file ? PackageFolder.Read(file)
            : throw new InvalidOperationException(
                $"{package.Name} {package.Version} is under {package.Licence} and brings no text of it: "
                + "put the text into deploy/licences, named by its SPDX identifier and .txt");
    }
}
