using System.Diagnostics;

namespace Estate.TestKit;

/// <summary>Tools from npm that tests use, installed once into their folder beside the tests.</summary>
public static class NodeTools
{
    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <param name="name">The folder with package.json.</param>
    /// <returns>The folder, with its node_modules.</returns>
    public static async Task<string> InstallAsync(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, name);
        await Installing.WaitAsync();
        try
        {
            // Another run may install there now.
            await using var alone = await Eventually.UntilAsync(() => Task.FromResult(TryLock(Path.Combine(folder, ".installing"))), held =>
                held is not null, seconds: 300);
            // npm writes this file last.
            if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
            {
                using var npm = Process.Start(
                    new ProcessStartInfo("npm", ["ci", "--no-progress", "--loglevel=error"]) { WorkingDirectory = folder })!;
                await npm.WaitForExitAsync();
                if (npm.ExitCode != 0)
                    throw new InvalidOperationException($"npm ci in {folder} ended with {npm.ExitCode}");
            }
            return folder;
        }
        finally
        {
            Installing.Release();
        }
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
