namespace Estate.Gateway.Configuration;

/// <summary>Whether the section about Home Assistant can be.</summary>
internal static class HomeAssistantChecks
{
    /// <param name="wrong">Gets each error with its place.</param>
    /// <returns>The section.</returns>
    internal static EstateFile.HomeAssistantSection Of(EstateFile.HomeAssistantSection home, Action<string> wrong)
    {
        if (!SettingForms.IsTopic(home.Prefix))
            wrong("home_assistant.prefix: levels of [a-z0-9-] such as homeassistant");
        if (home.BirthTopic is { } birth && !SettingForms.IsTopic(birth))
            wrong("home_assistant.birth_topic: levels of [a-z0-9-] such as homeassistant/status");
        if (home.Language is not ("zh" or "en"))
            wrong("home_assistant.language: zh or en");
        return home;
    }
}
