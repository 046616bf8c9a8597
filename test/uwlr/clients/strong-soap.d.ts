/** The part of strong-soap that the tests use; it comes without types. */
declare module 'strong-soap' {
  interface Client {
    describe(): { LeerresultatenService: { prtLeerresultatenService: object } };
    setEndpoint(url: string): void;
    addSoapHeader(value: object, name: { nsURI: string; name: string }): void;
    BrengLeerresultaten(
      request: object,
      callback: (error: (Error & { root?: { Envelope: { Body: { Fault: { faultcode: string } } } } }) | null) => void,
    ): void;
  }
  const strongSoap: {
    soap: { createClient(wsdl: string, options: object, callback: (error: Error | null, client: Client) => void): void };
  };
  export default strongSoap;
}
