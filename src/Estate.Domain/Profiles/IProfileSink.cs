using Estate.Domain.Devices;

namespace Estate.Domain.Profiles;

/// <summary>Takes what a message says, value by value.</summary>
internal interface IProfileSink
{
    void OnOnline(bool isOnline);

    /// <param name="values">Only until the call returns.</param>
    void OnReading(ReadingShape shape, ReadingValues values);

    /// <summary>A value that cannot be read, or cannot be: left out alone.</summary>
    void OnLeftOut(string name, string why);
}
