import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { UwlrVersion } from '../finding.js';
import type { Root, Schema } from '../grammar/grammar.js';
import { camelCase } from '../grammar/wsdl-type-name.js';
import { leerresultatenService, type Operation, type Port, type Service } from '../messages/services.js';
import { declarationsOf } from './declarations.js';
import { located } from './locations.js';
import { qualified } from './names.js';
import { MADE_BY, schemaFileName, writeSchema } from './schema-files.js';
import type { Layout } from './schema-writer.js';

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const SOAP = 'http://schemas.xmlsoap.org/wsdl/soap/';
const HTTP = 'http://schemas.xmlsoap.org/soap/http';
const XS = 'http://www.w3.org/2001/XMLSchema';

/**
 * The version that the gateway describes itself in. The inline layout of 2.3 takes what vendors of 2.1, 2.2 and 2.3 send:
 * `leerlingid` and `eckid` are both optional there and `schoolkey` has its full length, while `xsdversie` is free. Which
 * version a message follows is said in the message, not by the WSDL that its sender read.
 */
export const SERVED_VERSION: UwlrVersion = '2.3';

export interface WsdlOptions {
  /** URL that requests go to. */
  readonly location: string;
  /** For `exact`: where the XSD of this name can be had. Default: beside the WSDL. */
  readonly schemaLocation?: (file: string) => string;
  /** Default: results. */
  readonly service?: Service;
}

/**
 * The WSDL of a service: SOAP 1.1, document/literal. `inline` is one self-contained file for tools, `exact` points to the
 * XSDs of `schemaFile`. Both describe the same bytes on the wire; only `exact` says all that the standard says of them.
 */
export function wsdlText(kind: Layout, version: UwlrVersion, options: WsdlOptions): string {
  const { location, schemaLocation, service = leerresultatenService } = options;
  const name = `${service.id} ${kind} ${version}`;
  const text = made.get(name) ?? write(service, kind, version);
  made.set(name, text);
  return located(text, { location, schemaLocation });
}

const made = new Map<string, string>();

function write(service: Service, kind: Layout, version: UwlrVersion): string {
  const roots = rootsOf(service);
  const declared = declarationsOf(roots, { version });
  const file = create({ version: '1.0', encoding: 'UTF-8' });
  file.com(MADE_BY);
  const definitions = file.ele('wsdl:definitions', {
    name: service.name,
    targetNamespace: service.schema.namespace,
    'xmlns:wsdl': WSDL,
    'xmlns:soap': SOAP,
    'xmlns:xs': XS,
    ...Object.fromEntries([...declared.keys()].map(({ prefix, namespace }) => [`xmlns:${prefix}`, namespace])),
  });
  const types = definitions.ele('wsdl:types');
  if (kind === 'inline') for (const declarations of declared.values()) writeSchema(types, declarations, { version, layout: kind });
  else writeImports(types, roots);
  for (const root of roots) writeMessage(definitions, root);
  for (const port of service.ports) writePortType(definitions, port, service.schema);
  for (const port of service.ports) writeBinding(definitions, port, service.schema);
  writeService(definitions, service);
  return `${file.end({ prettyPrint: true })}\n`;
}

function rootsOf({ ports }: Service): Root[] {
  const roots = ports.flatMap(({ operations }) => operations.flatMap(({ header, request, answer }) => [header, request, answer]));
  return [...new Set(roots)];
}

function writeImports(types: XMLBuilder, roots: readonly Root[]): void {
  const schema = types.ele('xs:schema');
  for (const imported of new Set(roots.map(({ element }) => element.schema))) {
    schema.ele('xs:import', { namespace: imported.namespace, schemaLocation: schemaFileName(imported) });
  }
}

/** A part is named after its element: NuSOAP takes the one for the other, and sends nothing when they differ. */
function writeMessage(definitions: XMLBuilder, { element }: Root): void {
  const message = definitions.ele('wsdl:message', { name: messageName(element.name) });
  message.ele('wsdl:part', { name: element.name, element: qualified(element.schema, element.name) });
}

function writePortType(definitions: XMLBuilder, { portType, operations }: Port, schema: Schema): void {
  const written = definitions.ele('wsdl:portType', { name: portType });
  for (const { name, request, answer } of operations) {
    const operation = written.ele('wsdl:operation', { name });
    operation.ele('wsdl:input', { message: qualified(schema, messageName(request.element.name)) });
    operation.ele('wsdl:output', { message: qualified(schema, messageName(answer.element.name)) });
  }
}

function writeBinding(definitions: XMLBuilder, { binding, portType, operations }: Port, schema: Schema): void {
  const written = definitions.ele('wsdl:binding', { name: binding, type: qualified(schema, portType) });
  written.ele('soap:binding', { style: 'document', transport: HTTP });
  for (const operation of operations) writeOperation(written, operation, schema);
}

function writeOperation(binding: XMLBuilder, { name, soapAction, header }: Operation, schema: Schema): void {
  const operation = binding.ele('wsdl:operation', { name });
  operation.ele('soap:operation', { soapAction });
  const input = operation.ele('wsdl:input');
  input.ele('soap:header', { message: qualified(schema, messageName(header.element.name)), part: header.element.name, use: 'literal' });
  input.ele('soap:body', { use: 'literal' });
  operation.ele('wsdl:output').ele('soap:body', { use: 'literal' });
}

/** The addresses are put in when the WSDL is asked for. */
function writeService(definitions: XMLBuilder, { name, ports, schema }: Service): void {
  const service = definitions.ele('wsdl:service', { name });
  for (const port of ports) {
    service.ele('wsdl:port', { name: port.name, binding: qualified(schema, port.binding) }).ele('soap:address', { location: '' });
  }
}

/** `leerresultaten_verzoek` -> `msgLeerresultatenVerzoek`. */
function messageName(element: string): string {
  return `msg${camelCase(element)}`;
}
