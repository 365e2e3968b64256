namespace Estate.Adapters.Gpio;

/// <summary>
/// Whether this kernel leaves output lines as they were when a program dies (Raspberry Pi OS does, raspberrypi/linux
/// #6117): a lock would then stay as it was after a crash.
/// </summary>
public static class OutputPersistence
{
    /// <returns>What is the matter and what to do; null when the kernel releases the lines.</returns>
    public static string? Warning(string modules = "/sys/module")
    {
        if (!Directory.Exists(modules))
            return null;
        var persistent = Directory.EnumerateDirectories(modules, "pinctrl_*")
            .Select(module => Path.Combine(module, "parameters", "persist_gpio_outputs"))
            .FirstOrDefault(file => File.Exists(file) && File.ReadAllText(file).Trim() is ("Y" or "1"));
        return persistent is null ? null
            : $"{persistent} is Y: after a crash outputs stay as they were. Add dtparam=strict_gpiod to config.txt, "
                + "and keep the unit's ExecStopPost";
    }
}
